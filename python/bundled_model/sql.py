"""Questions over one small table, answered with one SELECT."""

from typing import Any, NamedTuple

import kinds
import words as w
from draw import Draw
from dress import LONG, dress, obj


def day(d: Draw) -> str:
    return kinds.iso(kinds.a_day(d, 2019, 2027))


# table, text columns with their values, numeric columns, days
TABLES = (
    ("orders", {"customer": w.name, "status": lambda d: d.word(w.STATUSES), "city": w.city}, ["id", "total", "quantity"], ["created", "order_date"]),
    ("products", {"name": w.phrase, "color": lambda d: d.word(w.COLORS), "brand": w.company, "category": lambda d: d.word(w.MATERIALS)}, ["price", "stock", "weight"], ["added"]),
    ("employees", {"name": w.name, "city": w.city, "job": w.job, "department": lambda d: d.word(w.DEPARTMENTS)}, ["age", "salary", "id"], ["hired"]),
    ("customers", {"name": w.name, "country": w.country, "email": w.email, "city": w.city}, ["id", "age", "points"], ["joined"]),
    ("books", {"title": w.title, "author": w.name, "language": lambda d: d.word(w.LANGUAGES), "genre": lambda d: d.word(w.GENRES)}, ["pages", "year", "price"], []),
    ("events", {"title": w.event, "city": w.city, "host": w.name}, ["seats", "price", "id"], ["date"]),
    ("students", {"name": w.name, "school": w.city, "class": lambda d: f"{d.randint(1, 12)}{d.choice('abc')}"}, ["age", "grade", "id"], ["birthday"]),
    ("invoices", {"vendor": w.company, "status": lambda d: d.word(w.STATUSES), "number": w.order_code}, ["amount", "tax", "id"], ["due_date"]),
    ("flights", {"origin": w.city, "destination": w.city, "airline": w.company}, ["price", "duration", "seats"], ["departure"]),
    ("pets", {"name": w.first_name, "kind": lambda d: d.word(w.ANIMALS), "owner": w.name}, ["age", "weight"], ["born"]),
    ("movies", {"title": w.title, "director": w.name, "genre": lambda d: d.word(w.GENRES)}, ["year", "rating", "minutes"], []),
    ("cars", {"brand": lambda d: d.word(w.BRANDS), "color": lambda d: d.word(w.COLORS), "owner": w.name}, ["price", "year", "mileage"], ["sold"]),
    ("users", {"username": w.invented, "email": w.email, "country": w.country}, ["id", "logins", "age"], ["created_at"]),
    ("houses", {"city": w.city, "street": w.street, "owner": w.name}, ["price", "rooms", "area"], ["built"]),
    ("tickets", {"title": w.phrase, "status": lambda d: d.word(w.STATUSES), "assignee": w.name}, ["id", "points", "hours"], ["opened"]),
    ("players", {"name": w.name, "team": w.city, "position": lambda d: d.word(("striker", "keeper", "defender", "winger", "centre", "guard"))}, ["goals", "age", "number"], []),
    ("sales", {"product": w.phrase, "region": lambda d: d.word(("north", "south", "east", "west", "central")), "seller": w.name}, ["amount", "units", "id"], ["sold_on"]),
    ("courses", {"name": lambda d: d.word(w.SKILLS), "teacher": w.name, "room": lambda d: f"{d.choice('ABC')}{d.randint(1, 30)}"}, ["hours", "students", "fee"], ["start_date"]),
)


class Table(NamedTuple):
    name: str
    texts: dict
    numbers: list[str]
    days: list[str]


def a_table(d: Draw) -> Table:
    if d.random() < 0.6:
        name, texts, numbers, days = d.word(TABLES)
        texts = dict(d.sample(list(texts.items()), d.randint(1, len(texts))))
        return Table(name, texts, d.sample(numbers, d.randint(1, len(numbers))), d.sample(days, d.randint(0, len(days))))
    names = list(dict.fromkeys(w.invented(d) for _ in range(8)))
    texts = {n: d.choice((w.invented, w.city, w.phrase, w.name)) for n in names[1:1 + d.randint(1, 3)]}
    return Table(names[0] + d.choice(("", "s", "_" + w.invented(d))), texts, names[4:4 + d.randint(1, 2)], [])


def _typed(t: Table, column: str) -> str:
    return column + (" TEXT" if column in t.texts else " DATE" if column in t.days else " INTEGER")


HEADINGS = (
    lambda t, c: f"Table {t.name}({', '.join(c)})",
    lambda t, c: f"Table {t.name}({', '.join(_typed(t, x).lower() for x in c)})",
    lambda t, c: f"CREATE TABLE {t.name} ({', '.join(_typed(t, x) for x in c)});",
    lambda t, c: f"Table: {t.name}\nColumns: {', '.join(c)}",
    lambda t, c: f"{t.name}({', '.join(c)})",
    lambda t, c: f"CREATE TABLE {t.name} (\n  " + ",\n  ".join(_typed(t, x) for x in c) + "\n);",
    lambda t, c: f"The table {t.name} has the columns {', '.join(c[:-1])}{' and ' if len(c) > 1 else ''}{c[-1]}.",
    lambda t, c: f"Schema: {t.name}({', '.join(c)})",
    lambda t, c: f"{t.name}: {', '.join(c)}",
    lambda t, c: f"Given the table {t.name} with columns {', '.join(c)}:",
    lambda t, c: f"Table {t.name} ({', '.join(c)})",
    lambda t, c: f"There is a table {t.name} with {', '.join(c)}.",
    lambda t, c: f"table {t.name}: {', '.join(c)}",
    lambda t, c: f"CREATE TABLE {t.name}({', '.join(_typed(t, x) for x in c)})",
    lambda t, c: f"# {t.name}\n" + "\n".join(f"- {x}" for x in c),
    lambda t, c: f"TABLE {t.name}: {' | '.join(c)}",
    lambda t, c: f"We have a table called {t.name}. Its columns are {', '.join(c)}.",
    lambda t, c: f"Database table {t.name} with the fields {', '.join(c)}",
    lambda t, c: f"{t.name} has {', '.join(_typed(t, x).lower() for x in c)}",
    lambda t, c: f"Tables:\n{t.name}({', '.join(c)})",
)


def heading(d: Draw, t: Table) -> str:
    columns = list(t.texts) + t.numbers + t.days
    d.shuffle(columns)
    return d.pattern(HEADINGS)(t, columns)


COUNTS = ("How many {t} are there", "Count the {t}", "Number of {t}", "How many {t} do we have", "What is the number of {t}", "Count all {t}", "Give me the count of the {t}", "How many rows does {t} have", "Tell me how many {t} exist",
          "Total number of {t}", "How many {t}", "Show the number of {t}", "I want to know how many {t} there are", "How many {t} are in the table", "Get the number of {t}", "How many entries does {t} have", "Count {t}", "Return the count of {t}",
          "How many of the {t} are there", "What's the count of {t}", "Find out how many {t} we have", "Number of all {t}", "How large is the number of {t}", "Please count the {t}", "How many {t} can you find")
LISTS = ("List the {c} of the {t}", "Show the {c} of all {t}", "Which {c} do the {t} have", "Give me the {c} of {t}", "Show {c} of the {t}", "Return the {c} of every one of the {t}", "What is the {c} of the {t}", "Get the {c} from {t}", "I need the {c} of all {t}",
         "Print the {c} of the {t}", "{c} of the {t}", "{c} of all {t}", "Show me the {c} of {t}", "Find the {c} of the {t}", "Tell me the {c} of the {t}", "List {c} for all {t}", "Select the {c} of the {t}", "What {c} do the {t} have", "Display the {c} of {t}",
         "I would like to see the {c} of the {t}", "Give the {c} for each of the {t}", "Which {c} have the {t}", "Show every {c} in {t}", "Retrieve the {c} of all {t}", "Please list the {c} of {t}")
EVERYTHING = ("Show all {t}", "List everything about the {t}", "All columns of {t}", "Give me all {t}", "Show me the {t}", "List all {t}", "Select all {t}", "Which {t} are there", "Print the {t}", "Return all the {t}", "All {t}", "Find all {t}", "Show me all the {t}",
              "Get the {t}", "Find the {t}", "Display all {t}", "I need all {t}", "Give me the {t}", "List the {t}", "Which {t} do we have", "Show everything in {t}", "Find {t}", "What {t} are there", "Retrieve all {t}", "I want to see the {t}")
FUNCTIONS = (("highest", "MAX"), ("largest", "MAX"), ("maximum", "MAX"), ("lowest", "MIN"), ("smallest", "MIN"), ("minimum", "MIN"), ("average", "AVG"), ("mean", "AVG"), ("total", "SUM"), ("biggest", "MAX"), ("greatest", "MAX"), ("least", "MIN"), ("combined", "SUM"),
             ("summed", "SUM"), ("average", "AVG"), ("cheapest", "MIN"), ("top", "MAX"))
VALUES = ("What is the {f} {c} of the {t}", "Give me the {f} {c} of the {t}", "Find the {f} {c} in {t}", "{f} {c} of {t}", "Show the {f} {c} among the {t}", "Compute the {f} {c} of all {t}", "Tell me the {f} {c} in the table {t}", "What's the {f} {c}", "{f} {c} of the {t}",
          "What is the {f} {c} of all {t}", "I want the {f} {c} of {t}", "Get the {f} {c} from {t}", "Which is the {f} {c} of the {t}", "The {f} {c} of the {t}", "Calculate the {f} {c} of {t}", "How much is the {f} {c} of the {t}", "Return the {f} {c} in {t}", "Show me the {f} {c}",
          "What is the {f} {c}", "{f} {c} over all {t}")
TOPS = ("{c} of the {n} {t} with the {f} {o}", "Show the {c} of the {n} {t} with the {f} {o}", "Which {n} {t} have the {f} {o}, by {c}", "The {n} {t} with the {f} {o}: list the {c}", "List the {c} of the {n} {t} that have the {f} {o}",
        "Which {n} {t} have the {f} {o}? Show the {c}", "Give me the {c} of the {n} {t} with the {f} {o}", "{n} {t} with the {f} {o}, show the {c}", "The {c} of the {n} {t} having the {f} {o}", "Find the {n} {t} with the {f} {o} and show their {c}",
        "What is the {c} of the {n} {t} with the {f} {o}", "Of the {n} {t} with the {f} {o}, list the {c}", "Top {n} {t} with the {f} {o}: {c}", "I need the {c} of those {n} {t} with the {f} {o}", "Return {c} for the {n} {t} with the {f} {o}")
GROUPED = ("How many {t} are there per {g}", "Count the {t} per {g}", "Number of {t} for each {g}", "How many {t} does each {g} have", "Count {t} by {g}", "For every {g}, how many {t} are there", "How many {t} per {g}", "Show the number of {t} by {g}", "For each {g} count the {t}",
           "Group the {t} by {g} and count them", "Give me the count of {t} per {g}", "How many {t} are there in each {g}", "{t} per {g}, counted", "Count of {t} for every {g}", "List each {g} with its number of {t}")
GROUP_VALUES = ("{f} {c} of the {t} per {g}", "What is the {f} {c} per {g}", "Show the {f} {c} of {t} for each {g}", "For each {g} give the {f} {c}", "{f} {c} by {g}", "{f} {c} for each {g}", "What is the {f} {c} of the {t} in each {g}", "{f} {c} per {g}",
                "Give me the {f} {c} for every {g}", "Group by {g} and show the {f} {c}", "The {f} {c} of each {g}", "Tell me the {f} {c} per {g}", "List each {g} with its {f} {c}", "How high is the {f} {c} per {g}", "Per {g}, the {f} {c}")
SORTED = ("List the {c} of the {t} by {o}, {w}", "Show the {c} of all {t} ordered by {o} {w}", "{c} of the {t} sorted by {o}, {w}", "Sort the {t} by {o} {w} and show the {c}", "Give me the {c} of the {t} in {w} order of {o}", "List the {c} of all {t} by {o}, {w}",
          "Show the {c} of the {t}, {w} by {o}", "{c} of all {t} in {w} order of {o}", "Order the {t} by {o} {w} and list the {c}", "Print the {c} of {t} sorted by {o} {w}", "The {c} of the {t} ordered by {o}, {w}", "Get the {c} from {t}, sorted {w} by {o}",
          "Return the {c} of {t} with {o} {w}", "Give me the {t}' {c} by {o} {w}", "What is the {c} of the {t}, sorted by {o} {w}")
DISTINCT = ("Which different {c} are there in {t}", "List the distinct {c} of the {t}", "Show all different {c} of {t}", "What are the unique {c} of the {t}", "Give me each {c} in {t} once", "Distinct {c} of the {t}", "All different {c} in {t}", "Unique {c} in the {t}",
            "Show every distinct {c} of {t}", "Which distinct {c} do the {t} have", "List each different {c} of the {t}", "Without repeats, the {c} of the {t}")
ENDS = ("?", "", ".")


def question(d: Draw, t: Table) -> tuple[str, str, str]:
    """What is asked, what is selected, and what comes behind the conditions."""
    column = d.choice(list(t.texts) + t.numbers + t.days)
    number = d.choice(t.numbers)
    low, high = ("lowest", "smallest"), ("highest", "largest")

    def put(patterns, **marks) -> str:
        text = d.pattern(patterns).replace("{t}", t.name)
        for mark, value in marks.items():
            text = text.replace("{" + mark + "}", str(value))
        return text[0].upper() + text[1:] if d.random() < 0.8 else text

    kind = d.choice((0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8))
    if kind == 0:
        return put(COUNTS), "COUNT(*)", ""
    if kind == 1:
        if d.random() < 0.25 and len(t.texts) + len(t.numbers) > 1:
            other = d.choice([c for c in list(t.texts) + t.numbers + t.days if c != column])
            return put(LISTS, c=f"{column} and {other}"), f"{column}, {other}", ""
        return put(LISTS, c=column), column, ""
    if kind == 2:
        word, function = d.choice(FUNCTIONS)
        return put(VALUES, f=word, c=number), f"{function}({number})", ""
    if kind == 3:
        return put(EVERYTHING), "*", ""
    if kind == 4:
        count, up = d.randint(1, 20), d.random() < 0.4
        return put(TOPS, c=column, n=count, f=d.choice(low if up else high), o=number), column, f" ORDER BY {number}{'' if up else ' DESC'} LIMIT {count}"
    if kind == 5:
        group = d.choice(list(t.texts))
        return put(GROUPED, g=group), f"{group}, COUNT(*)", f" GROUP BY {group}"
    if kind == 6:
        group = d.choice(list(t.texts))
        word, function = d.choice(FUNCTIONS)
        return put(GROUP_VALUES, g=group, f=word, c=number), f"{group}, {function}({number})", f" GROUP BY {group}"
    if kind == 7:
        word, order = d.choice((("ascending", ""), ("descending", " DESC")))
        return put(SORTED, c=column, o=number, w=word), column, f" ORDER BY {number}{order}"
    text = d.choice(list(t.texts))
    return put(DISTINCT, c=text), f"DISTINCT {text}", ""


MORE = (">", "bigger than", "older than", "larger than", "above", "over", "more than", "greater than", "higher than", "exceeding")
LESS = ("<", "fewer than", "younger than", "cheaper than", "below", "under", "less than", "lower than", "smaller than", "beneath")
EQUALS = ("with {c} {v}", "where the {c} is {v}", "whose {c} is {v}", "where {c} = {v}", "having the {c} {v}", "with the {c} {v}", "that have {v} as {c}", "of the {c} {v}", "for which the {c} is {v}", "if the {c} equals {v}",
          "where {c} is {v}", "with {c} = {v}", "where the {c} equals {v}", "with {v} as {c}", "that have the {c} {v}", "whose {c} equals {v}", "with a {c} of {v}", "in which the {c} is {v}", "such that {c} is {v}", "having {c} {v}", "where {c} is '{v}'", "with {c} '{v}'",
          'whose {c} is "{v}"', "that are of {c} {v}", "and a {c} of {v}")
NUMBER_EQUALS = EQUALS[:20]
COMPARES = ("that have {c} {w} {v}", "where {c} {w} {v}", "for which the {c} is {w} {v}", "that have their {c} {w} {v}", "with the {c} {w} {v}", "having a {c} {w} {v}", "if the {c} is {w} {v}", "such that {c} is {w} {v}", "with {c} {w} {v}", "whose {c} is {w} {v}", "where the {c} is {w} {v}", "with a {c} {w} {v}", "that have a {c} {w} {v}", "where {c} is {w} {v}", "having {c} {w} {v}")


def condition(d: Draw, t: Table, used: set[str]) -> tuple[str, str] | None:
    free = [c for c in list(t.texts) + t.numbers + t.days if c not in used]
    if not free:
        return None
    column = d.choice(free)
    used.add(column)
    if column in t.texts:
        value = t.texts[column](d)
        escaped = value.replace("'", "''")
        if d.random() < 0.08:
            letter = value[0]
            return (d.pattern(("whose {c} starts with {v}", "where the {c} begins with {v}", "with a {c} that starts with {v}")).replace("{c}", column).replace("{v}", letter),
                    f"{column} LIKE '{letter}%'")
        if d.random() < 0.08:
            return (d.pattern(("whose {c} is not {v}", "where the {c} is not {v}", "with a {c} other than {v}")).replace("{c}", column).replace("{v}", value), f"{column} <> '{escaped}'")
        return d.pattern(EQUALS).replace("{c}", column).replace("{v}", value), f"{column} = '{escaped}'"
    if column in t.days:
        value = day(d)
        word, operator = d.choice((("after", ">"), ("since", ">="), ("before", "<"), ("on", "=")))
        return d.pattern(("with {c} {w} {v}", "whose {c} is {w} {v}", "where {c} is {w} {v}", "with a {c} {w} {v}")).replace("{c}", column).replace("{w}", word).replace("{v}", value), f"{column} {operator} '{value}'"
    value = d.choice((d.randint(1, 99), d.randint(100, 2000), d.randint(1, 20)))
    roll = d.random()
    if roll < 0.2:
        return d.pattern(NUMBER_EQUALS).replace("{c}", column).replace("{v}", str(value)), f"{column} = {value}"
    if roll < 0.32:
        other = value + d.randint(1, 500)
        return (d.pattern(("with {c} between {v} and {o}", "whose {c} is between {v} and {o}", "where the {c} lies between {v} and {o}")).replace("{c}", column).replace("{v}", str(value)).replace("{o}", str(other)),
                f"{column} BETWEEN {value} AND {other}")
    if roll < 0.44:
        word, operator = d.choice((("at least", ">="), ("at most", "<=")))
    else:
        word, operator = (d.pattern(MORE), ">") if d.random() < 0.5 else (d.pattern(LESS), "<")
    return d.pattern(COMPARES).replace("{c}", column).replace("{w}", word).replace("{v}", str(value)), f"{column} {operator} {value}"


ANGLES = ("{h}\n{q}", "{h}\n{q}", "{h}\n\n{q}", "{h}\nQuestion: {q}", "{q}\n\n{h}", "{h} {q}", "{q}\n{h}", "Write a query.\n{h}\n{q}")


def sql(d: Draw) -> tuple[str, str]:
    """(user, query)"""
    t = a_table(d)
    asked, selected, tail = question(d, t)
    where, used = [], set()
    if d.random() < 0.55:
        for _ in range(d.choice((1, 1, 1, 2))):
            made = condition(d, t, used)
            if made:
                asked += (" and " if where else " ") + made[0]
                where.append(made[1])
    query = f"SELECT {selected} FROM {t.name}{' WHERE ' + ' AND '.join(where) if where else ''}{tail}"
    asked += d.choice(ENDS) if asked[-1] not in "?." else ""
    return d.pattern(ANGLES).replace("{h}", heading(d, t)).replace("{q}", asked), query


def as_document(d: Draw) -> tuple[Any, str, Any]:
    user, query = sql(d)
    key = d.choice(("sql", "sql", "query", "sql_query", "statement"))
    if d.random() < 0.06:
        table = query.split(" FROM ")[1].split(" ")[0]
        return dress(d, obj({key: {"type": "string"}, "table": {"type": "string"}}), "Query", LONG), user, {key: query, "table": table}
    return dress(d, obj({key: {"type": "string"}}), "Query", LONG), user, {key: query}
