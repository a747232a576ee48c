"""Questions over one small table, answered with one SELECT."""

from random import Random
from typing import Any

import words as w

# table, text columns with their values, numeric columns
TABLES = [
    ("orders", {"customer": w.name, "status": lambda r: r.choice(w.STATUSES), "city": w.city}, ["id", "total", "quantity"]),
    ("products", {"name": w.phrase, "color": lambda r: r.choice(w.COLORS), "brand": w.company}, ["price", "stock", "weight"]),
    ("employees", {"name": w.name, "city": w.city, "job": lambda r: w.word(r, w.JOBS, 0.2)}, ["age", "salary", "id"]),
    ("customers", {"name": w.name, "country": w.city, "email": w.email}, ["id", "age", "points"]),
    ("books", {"title": w.phrase, "author": w.name, "language": lambda r: r.choice(w.LANGUAGES)}, ["pages", "year", "price"]),
    ("events", {"title": lambda r: w.word(r, w.EVENTS, 0.3), "city": w.city, "date": w.date}, ["seats", "price", "id"]),
]


def _table(r: Random):
    if r.random() < 0.6:
        name, texts, numbers = r.choice(TABLES)
        texts = dict(r.sample(list(texts.items()), r.randint(1, len(texts))))
        return name, texts, r.sample(numbers, r.randint(1, len(numbers)))
    names: list[str] = []
    while len(names) < 5:
        word = w.invented(r)
        if word not in names:
            names.append(word)
    texts = {n: r.choice((w.invented, w.city, w.phrase)) for n in names[1:1 + r.randint(1, 2)]}
    return names[0], texts, names[3:3 + r.randint(1, 2)]


def sql_sample(r: Random) -> tuple[Any, str, Any]:
    table, texts, numbers = _table(r)
    columns = list(texts) + numbers
    r.shuffle(columns)
    if r.random() < 0.5:
        header = f"Table {table}({', '.join(columns)})"
    else:
        header = f"Table {table}({', '.join(c + (' text' if c in texts else ' integer') for c in columns)})"
    column = r.choice(columns)
    number = r.choice(numbers)
    question, select, tail = _ask(r, table, columns, texts, numbers, column, number)
    where = ""
    if r.random() < 0.55 and "GROUP" not in tail and "ORDER" not in tail:
        spoken, where = _condition(r, texts, numbers)
        question += " " + spoken
    query = f"SELECT {select} FROM {table}{where}{tail}"
    user = f"{header}\n{question}{r.choice(('?', '', '.')) if '?' not in question else ''}"
    if r.random() < 0.2:
        return None, user, query
    key = r.choice(("sql", "sql", "query"))
    return {"type": "object", "properties": {key: {"type": "string"}}, "required": [key]}, user, {key: query}


def _ask(r: Random, table: str, columns, texts, numbers, column: str, number: str) -> tuple[str, str, str]:
    kind = r.randint(0, 8)
    if kind <= 1:
        return r.choice((f"How many {table} are there", f"Count the {table}", f"Number of {table}")), "COUNT(*)", ""
    if kind <= 3:
        return r.choice((f"List the {column} of the {table}", f"Show the {column} of all {table}",
                         f"Which {column} do the {table} have", f"Give me the {column} of {table}")), column, ""
    if kind == 4:
        word, function = r.choice((("highest", "MAX"), ("largest", "MAX"), ("lowest", "MIN"), ("smallest", "MIN"),
                                   ("average", "AVG"), ("mean", "AVG"), ("total", "SUM")))
        return f"What is the {word} {number} of the {table}", f"{function}({number})", ""
    if kind == 5:
        return r.choice((f"Show all {table}", f"List everything about the {table}", f"All columns of {table}")), "*", ""
    if kind == 6:
        count = r.randint(1, 20)
        word, order = r.choice((("highest", " DESC"), ("largest", " DESC"), ("lowest", ""), ("smallest", "")))
        return f"{column} of the {count} {table} with the {word} {number}", column, f" ORDER BY {number}{order} LIMIT {count}"
    if kind == 7:
        group = r.choice(list(texts))
        return f"How many {table} are there per {group}", f"{group}, COUNT(*)", f" GROUP BY {group}"
    word, order = r.choice((("ascending", ""), ("descending", " DESC")))
    return f"List the {column} of the {table} by {number}, {word}", column, f" ORDER BY {number}{order}"


def _condition(r: Random, texts, numbers) -> tuple[str, str]:
    if r.random() < 0.5:
        column = r.choice(list(texts))
        value = texts[column](r)
        return r.choice((f"with {column} {value}", f"where the {column} is {value}")), f" WHERE {column} = '{value}'"
    column = r.choice(numbers)
    value = r.choice((r.randint(1, 99), r.randint(100, 2000)))
    word, operator = r.choice((("above", ">"), ("over", ">"), ("more than", ">"), ("below", "<"), ("under", "<"),
                               ("less than", "<"), ("equal to", "=")))
    return r.choice((f"with {column} {word} {value}", f"whose {column} is {word} {value}")), f" WHERE {column} {operator} {value}"
