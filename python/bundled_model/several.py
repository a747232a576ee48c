"""Texts about several things of a kind, and arrays as answers."""

import domains
import kinds
import words as w
from draw import Draw
from dress import LONG, dress, obj
from facts import Asked, facts_of, invented_key
from prose import LABELS, prose, surrounded

ROWS = ("{who} {verb} {list}.", "{list} for {who}.", "{who}: {list}", "Please send {list} to {who}.", "{who} here. I need {list}.",
        "Order of {who}: {list}.", "I would like {list}. {who}", "{who} asks for {list}.", "My name is {who}, please send me {list}.", "{who} ordered the following: {list}",
        "Can I get {list}? Regards, {who}")
VERBS = ("orders", "bought", "wants", "ordered", "needs", "would like", "takes", "is asking for", "purchased", "requests")
COUNTED = ("{n} {p}", "{n} {p}", "{n} x {p}", "{n}x {p}", "{p} ({n})", "{n} pieces of {p}", "{p} x{n}", "{n} units of {p}", "{p}: {n}", "{n} pcs. {p}")
LIST_KEYS = ("items", "items", "products", "lines", "order_items", "articles", "positions", "orderLines", "goods", "cart")
NAME_KEYS = ("product", "name", "item", "product", "description", "title", "article")
COUNT_KEYS = ("quantity", "count", "amount", "quantity", "qty", "number", "pieces")
PRICE_KEYS = ("price", "unit_price", "price", "amount", "cost")


def plural(d: Draw, thing: str, count: int) -> str:
    if count == 1 or d.random() < 0.4:
        return thing
    return thing + ("es" if thing[-1] in "sxh" else "s")


def order_lines(d: Draw) -> Asked:
    name_key, count_key = d.pattern(NAME_KEYS), d.pattern(COUNT_KEYS)
    if d.random() < 0.15:
        name_key = w.invented(d)
    priced = d.random() < 0.35
    price_key = d.choice([k for k in PRICE_KEYS if k not in (name_key, count_key)])
    rows, texts = [], []
    pattern = d.pattern(COUNTED)
    for _ in range(d.choice((1, 2, 2, 3, 3, 4))):
        count = d.choice((d.randint(1, 12), d.randint(1, 12), d.randint(13, 300)))
        thing = plural(d, w.phrase(d), count)
        spoken = str(count) if "x" in pattern else kinds.spoken_integer(d, count)
        text = pattern.replace("{n}", spoken).replace("{p}", thing)
        row = {name_key: thing, count_key: count}
        if priced:
            value = round(d.randint(1, 300) + d.choice((0, 0.5, 0.99, d.randint(1, 99) / 100)), 2)
            value = int(value) if value == int(value) else value
            row[price_key] = value
            text += d.choice((" at {}", " for {}", " at {} each", " à {}", " ({})")).format(
                d.pattern(kinds.MONEY).replace("{v}", kinds.spoken_number(d, value)))
        rows.append(row)
        texts.append(text)
    order = d.sample(list(rows[0]), len(rows[0])) if d.random() < 0.3 else list(rows[0])
    rows = [{k: row[k] for k in order} for row in rows]
    types = {name_key: "string", count_key: "integer", price_key: "number"}
    item = obj({k: {"type": types[k]} for k in order})
    list_key = d.pattern(LIST_KEYS) if d.random() < 0.85 else w.invented(d)
    properties: dict = {list_key: {"type": "array", "items": item}}
    answer: dict = {list_key: rows}
    who = w.name(d)
    if d.random() < 0.6:
        key = d.choice(("customer", "name", "buyer", "customer_name", "client", "ordered_by"))
        if key in (list_key,):
            key = "customer"
        if d.random() < 0.6:
            properties, answer = {key: {"type": "string"}} | properties, {key: who} | answer
        else:
            properties[key], answer[key] = {"type": "string"}, who
    listed = w.listed(d, texts) if d.random() < 0.75 else "\n" + "\n".join(f"- {t}" for t in texts)
    text = d.pattern(ROWS).replace("{who}", who).replace("{verb}", d.pattern(VERBS)).replace("{list}", listed)
    return Asked(dress(d, obj(properties), "Order"), surrounded(d, text), answer)


TABLES = (
    lambda h, rows: "| " + " | ".join(h) + " |\n|" + "---|" * len(h) + "\n" + "\n".join("| " + " | ".join(r) + " |" for r in rows),
    lambda h, rows: ",".join(h) + "\n" + "\n".join(",".join(f'"{c}"' if "," in c else c for c in r) for r in rows),
    lambda h, rows: "\n".join("- " + ", ".join(f"{k}: {v}" for k, v in zip(h, r)) for r in rows),
    lambda h, rows: "\n".join(f"{i}. " + "; ".join(f"{k}: {v}" for k, v in zip(h, r)) for i, r in enumerate(rows, 1)),
    lambda h, rows: "\t".join(h) + "\n" + "\n".join("\t".join(r) for r in rows),
    lambda h, rows: "; ".join(h) + "\n" + "\n".join("; ".join(r) for r in rows),
    lambda h, rows: "\n\n".join("\n".join(f"{k}: {v}" for k, v in zip(h, r)) for r in rows),
    lambda h, rows: " | ".join(h) + "\n" + "\n".join(" | ".join(r) for r in rows),
)
PLURALS = {"Person": "people", "Company": "companies", "Property": "properties", "Business": "businesses", "Match": "matches"}


def about_several(d: Draw) -> Asked:
    """Two to four subjects with the same fields, as an array of objects."""
    domain = d.choices(domains.DOMAINS, domains.WEIGHTS)[0]
    pool = d.sample(domain.kinds, min(len(domain.kinds), d.choice((1, 1, 2, 2, 3))))
    subject_key = d.choice(domain.keys)
    taken = {subject_key}
    first = facts_of(d, pool, taken)
    if not first:
        return about_several(d)
    rows = []
    for _ in range(d.choice((2, 2, 3, 3, 4))):
        facts = []
        for f in first:
            # The schema is one for all rows: what is drawn with it must fit.
            made = f.kind.make(d)
            for _ in range(20):
                if {k: v for k, v in f.schema.items() if k != "description"} == {k: v for k, v in made.schema.items() if k != "description"}:
                    break
                made = f.kind.make(d)
            else:
                made = kinds.Made(f.schema, f.value, f.text)
            facts.append(f._replace(value=made.value, text=made.text))
        rows.append((domain.subject(d), facts))
    if any("description" in f.schema for f in first):
        return about_several(d)
    roll = d.random()
    if roll < 0.35:
        label = d.pattern(LABELS)
        text = d.pattern(TABLES)([label(subject_key)] + [label(f.key) for f in first], [[s] + [f.text for f in facts] for s, facts in rows])
    else:
        parts = [prose(d, domain, s, facts) for s, facts in rows]
        text = d.choice((" ", " ", "\n", "\n- ")).join(parts)
    item = obj({subject_key: {"type": "string"}} | {f.key: f.schema for f in first})
    records = [{subject_key: s} | {f.key: f.value for f in facts} for s, facts in rows]
    if d.random() < 0.25:
        order = d.sample(list(records[0]), len(records[0]))
        item = obj({k: item["properties"][k] for k in order})
        records = [{k: r[k] for k in order} for r in records]
    name = d.choice(domain.names)
    key = d.choice((PLURALS.get(name, name.lower() + "s"), PLURALS.get(name, name.lower() + "s"), "items", "records", "entries", "results", "list"))
    if d.random() < 0.08:
        return Asked(dress(d, {"type": "array", "items": item}, name), surrounded(d, text), records)
    schema = obj({key: {"type": "array", "items": item}})
    return Asked(dress(d, schema, name + "List"), surrounded(d, text), {key: records})


NAMED_THINGS = (
    ("Among those present were {l}.", ("people", "names", "attendees", "persons", "participants"), kinds.people),
    ("{l} came to the party.", ("people", "names", "guests", "persons"), kinds.people),
    ("I met {l} yesterday.", ("people", "names", "persons"), kinds.people),
    ("The flag is {l}.", ("colors", "colours"), kinds.strings(w.COLORS, 2, 4, 0)),
    ("Paint it in {l}, please.", ("colors", "colours"), kinds.strings(w.COLORS, 2, 4, 0)),
    ("We visited {l} last summer.", ("cities", "places", "towns", "stops"), kinds.strings(w.CITIES, 2, 4, 0.1)),
    ("The train stops in {l}.", ("cities", "stops", "stations", "places"), kinds.strings(w.CITIES, 2, 4, 0.1)),
    ("Please buy {l}.", ("items", "groceries", "shopping_list", "products", "things"), kinds.strings(w.FOODS, 2, 5, 0.15)),
    ("My shopping list: {l}", ("items", "groceries", "shopping_list", "things"), kinds.strings(w.FOODS, 2, 5, 0.15)),
    ("In the box there are {l}.", ("items", "contents", "things", "objects"), kinds.strings(w.PRODUCTS, 2, 4, 0.3)),
    ("Don't forget to bring {l}!", ("items", "things", "to_bring"), kinds.strings(w.PRODUCTS, 2, 4, 0.3)),
    ("She speaks {l}.", ("languages",), kinds.strings(w.LANGUAGES, 2, 3, 0)),
    ("The numbers are {l}.", ("numbers", "values", "integers"), None),
    ("We measured {l}.", ("values", "numbers", "measurements"), None),
    ("He drew {l} in the lottery.", ("numbers", "drawn"), None),
)


def one_list(d: Draw) -> Asked:
    """A sentence with one enumeration."""
    pattern, keys, make = d.pattern(NAMED_THINGS)
    key = d.choice(keys)
    if make is None:
        whole = d.random() < 0.7
        values = [d.randint(0, 999) if whole else w.decimal(d) for _ in range(d.randint(2, 6))]
        schema, value, text = {"type": "array", "items": {"type": "integer" if whole else "number"}}, values, w.listed(d, [str(v) for v in values])
    else:
        schema, value, text = make(d)
    text = surrounded(d, pattern.replace("{l}", text))
    if d.random() < 0.1:
        return Asked(dress(d, schema), text, value)
    return Asked(dress(d, obj({key: schema})), text, {key: value})


def copied(d: Draw) -> Asked:
    """The whole text back, or its words as an array: nothing but copying, which all other tasks stand on."""
    pieces = [d.choice((w.invented, w.invented, w.city, w.code, w.email, lambda d: str(w.integer(d)), w.phrase))(d)
              for _ in range(d.randint(2, 10))]
    if d.random() < 0.4:
        return Asked({"type": "string"}, " ".join(pieces), " ".join(pieces))
    key = invented_key(d) if d.random() < 0.7 else "text"
    if d.random() < 0.5:
        return Asked(dress(d, obj({key: {"type": "string"}}), lengths=LONG), " ".join(pieces), {key: " ".join(pieces)})
    return Asked(dress(d, obj({key: {"type": "array", "items": {"type": "string"}}})), w.listed(d, pieces), {key: pieces})
