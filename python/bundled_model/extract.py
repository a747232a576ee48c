"""Texts with facts in them, schemas that ask for the facts, and the documents that answer."""

import json
from typing import Any, Callable, NamedTuple

import domains
import kinds
import scenes
import words as w
from draw import Draw
from dress import LONG, NULL, dress, obj
from kinds import Kind


class Fact(NamedTuple):
    kind: Kind | None
    key: str
    schema: dict
    value: Any
    text: str


class Asked(NamedTuple):
    schema: Any
    user: str
    answer: Any


# -- facts -------------------------------------------------------------------------------------------------------------

GENERIC: tuple[Callable[[Draw], kinds.Made], ...] = (
    kinds.string(w.phrase), kinds.string(w.phrase), kinds.string(w.invented), kinds.string(w.name), kinds.string(w.city),
    kinds.string(w.code), kinds.string(w.title), kinds.string(w.company), kinds.date, kinds.time, kinds.integer(0, 20000),
    kinds.integer(0, 100), kinds.number(0, 999), kinds.money(1, 999), kinds.boolean, kinds.boolean,
    kinds.strings(w.PRODUCTS + w.COLORS, 1, 4, 0.5), kinds.people, kinds.enum(w.COLORS), kinds.enum(w.STATUSES), kinds.invented_enum,
    kinds.email, kinds.url, kinds.percent)


def styled(d: Draw, key: str) -> str:
    """The key in another convention, now and then."""
    roll = d.random()
    if roll < 0.9 or not key.isascii():
        return key
    parts = key.split("_")
    if roll < 0.95 and len(parts) > 1:
        return parts[0] + "".join(p.capitalize() for p in parts[1:])
    if roll < 0.97:
        return key.replace("_", "-")
    if roll < 0.985:
        return key.capitalize().replace("_", " ")
    return key.upper() if key.islower() else key


def invented_key(d: Draw) -> str:
    roll = d.random()
    if roll < 0.6:
        return w.invented(d)
    if roll < 0.8:
        return f"{w.invented(d)}_{w.invented(d)}"
    return d.choice((f"{w.invented(d)}Id", f"field_{d.randint(1, 30)}", f"{d.word(w.PRODUCTS)}_{w.invented(d)}", d.word(w.PRODUCTS),
                     f"{d.word(w.TOPICS)}_{d.choice(('name', 'code', 'value', 'type'))}", f"x{d.randint(1, 9)}"))


def facts_of(d: Draw, pool: list[Kind], taken: set[str]) -> list[Fact]:
    """A fact of each kind, with keys that fit no other one of them."""
    facts = []
    for kind in pool:
        free = [k for k in kind.keys if k not in taken and not any(k in other.keys for other in pool if other is not kind)]
        if not free:
            continue
        # The first key is the most usual one.
        key = styled(d, free[0] if d.random() < 0.3 else d.choice(free))
        made = kind.make(d)
        schema = made.schema
        if kind.means and d.random() < 0.12:
            schema = schema | {"description": d.choice(kind.means)}
            if d.random() < 0.35:
                key = invented_key(d)
        if key in taken:
            continue
        taken.update(kind.keys)
        taken.add(key)
        facts.append(Fact(kind, key, schema, made.value, made.text))
    return facts


def generic_facts(d: Draw, count: int, taken: set[str]) -> list[Fact]:
    facts = []
    for _ in range(count):
        key, made = invented_key(d), d.choice(GENERIC)(d)
        if key not in taken:
            taken.add(key)
            facts.append(Fact(None, key, made.schema, made.value, made.text))
    return facts


# -- prose -------------------------------------------------------------------------------------------------------------

# Clauses that name the field itself, and fillers that change nothing.
NAMED = ("has the {k} {v}", "has {v} as {k}", "={s}'s {k} is {v}", "=The {k} of {s} is {v}", "=The {k} is {v}", "has a {k} of {v}", "comes with the {k} {v}", "got the {k} {v}", "=As {k} we have {v}", "={K}: {v}",
         "is listed with the {k} {v}", "shows {v} as the {k}", "=For {k} the answer is {v}", "gave {v} as {k}", "=Its {k} is {v}", "=And the {k}? It is {v}", "has {k} {v}", "=Note the {k}, which is {v}", "goes with {v} as {k}", "={v} is the {k}")
FILLERS = ("now", "currently", "also", "still", "really", "of course", "as far as I know", "probably", "by the way", "at the moment", "as always", "since last year", "I think", "today", "these days", "apparently", "indeed", "in fact",
           "for the time being", "as we know")


def named(d: Draw, fact: Fact, subject: str) -> str:
    label = fact.key.replace("_", " ") if not any(c.isupper() for c in fact.key[1:]) else fact.key
    text = d.pattern(NAMED).replace("{k}", label).replace("{K}", label.capitalize())
    return text.replace("{s}", subject).replace("{v}", fact.text)


def hinted(fact: Fact, facts: list[Fact]) -> bool:
    """Whether the value's form alone tells which field it is."""
    form = fact.schema.get("format") or fact.schema.get("type")
    if fact.schema.get("enum") or form in ("boolean", "array"):
        return False
    numbers = ("integer", "number")
    same = [f for f in facts if f is not fact and ((f.schema.get("format") or f.schema.get("type")) == form or form in numbers and f.schema.get("type") in numbers)]
    return not same and form != "string"


def filled(d: Draw, fact: Fact, patterns: tuple[str, ...], subject: str, facts: list[Fact] | tuple = ()) -> str:
    roll = d.random()
    if fact.kind is None or roll < 0.12 and patterns is fact.kind.says and fact.key in fact.kind.keys:
        return named(d, fact, subject)
    if roll < 0.18 and patterns is fact.kind.says and hinted(fact, facts):
        return f"{w.invented(d)} {d.choice(('', 'to ', 'with ', 'at ', 'for '))}{fact.text}"
    pattern = d.pattern(patterns)
    if roll > 0.93 and patterns is fact.kind.says and "|" not in pattern and not pattern.startswith("="):
        filler = d.pattern(FILLERS)
        pattern = d.choice((f"{filler} {pattern}", f"{pattern}, {filler}", f"{pattern} {filler}"))
    if "|" in pattern:
        pattern = pattern.split("|")[0 if fact.value is True else 1].strip()
    return pattern.replace("{v}", fact.text).replace("{s}", subject)


JOINS = (lambda c: ", ".join(c[:-1]) + " and " + c[-1], lambda c: ", ".join(c[:-1]) + ", and " + c[-1],
         lambda c: " and ".join(c), lambda c: ", ".join(c), lambda c: "; ".join(c))


def prose(d: Draw, domain: domains.Domain, subject: str, facts: list[Fact]) -> str:
    """Clauses joined into sentences about one subject."""
    intro = d.pattern(domain.subjects)
    who = intro.replace("{s}", subject)
    sentences: list[str] = []
    facts = everything = list(facts)
    tagged = [f for f in facts if f.kind and f.kind.tags]
    first = True
    if tagged and d.random() < 0.3:
        tags = tagged[:d.choice((1, 1, 2))]
        facts = [f for f in facts if not any(f is t for t in tags)]
        texts = [filled(d, f, f.kind.tags, subject) for f in tags]
        if who.endswith(". It"):
            who = "The " + subject
        if len(texts) == 1 and d.random() < 0.35:
            who = f"{who} ({texts[0]})"
        else:
            who = f"{who}, {', '.join(texts)}" + ("," if facts else "")
        if not facts:
            sentences.append(f"{d.choice(('We met', 'This is', 'Here comes', 'Attached:', 'We talked about', 'Noted:'))} {who}.")
    i = 0
    while i < len(facts):
        take = min(len(facts) - i, d.choice((1, 1, 1, 2, 2, 3)))
        clauses, whole = [], []
        for f in facts[i:i + take]:
            text = filled(d, f, f.kind.says if f.kind else (), subject, everything)
            (whole if text.startswith("=") else clauses).append(text.removeprefix("="))
        i += take
        if clauses:
            name = who if first or d.random() < 0.15 else d.choice(domain.pronouns) if d.random() < 0.75 else subject
            if not first and name == who and (who.endswith(". It") or "(" in who or who.endswith(",")):
                name = subject
            joined = clauses[0] if len(clauses) == 1 else d.pattern(JOINS)(clauses)
            sentences.append(f"{name} {joined}.")
            first = False
        sentences += [s if s.endswith(".") else s + "." for s in whole]
    if first and facts and subject not in " ".join(sentences):
        sentences.insert(0, d.choice((f"{who.removesuffix('. It')}.", f"About {subject}:", f"{subject}:", f"Regarding {subject}.")))
    return d.choice((" ", " ", " ", " ", "\n")).join(sentences)


def spoken_by(d: Draw, domain: domains.Domain, subject: str, facts: list[Fact]) -> str:
    """The subject's own words."""
    sentences = [d.pattern(domain.me).replace("{s}", subject)]
    texts = []
    for f in facts:
        text = filled(d, f, f.kind.me or f.kind.says, subject).removeprefix("=")
        texts.append(text)
    i = 0
    while i < len(texts):
        take = min(len(texts) - i, d.choice((1, 1, 2, 2, 3)))
        joined = texts[i] if take == 1 else d.pattern(JOINS)(texts[i:i + take])
        sentences.append(joined[0].upper() + joined[1:] + d.choice((".", ".", ".", "!")))
        i += take
    if d.random() < 0.15:
        sentences.append(sentences.pop(0))
    return " ".join(sentences)


# -- lists -------------------------------------------------------------------------------------------------------------

LABELS = (
    lambda k: k.replace("_", " "), lambda k: k.replace("_", " ").capitalize(), lambda k: k, lambda k: k.replace("_", " ").title(),
    lambda k: k.upper().replace("_", " "), lambda k: k.replace("_", "-"))

LAYOUTS = (
    lambda p: "\n".join(f"{k}: {v}" for k, v in p),
    lambda p: " ".join(f"The {k} is {v}." for k, v in p),
    lambda p: ", ".join(f"{k}: {v}" for k, v in p),
    lambda p: "\n".join(f"- {k}: {v}" for k, v in p),
    lambda p: "\n".join(f"{k} - {v}" for k, v in p),
    lambda p: ", ".join(f"{k} = {v}" for k, v in p),
    lambda p: "; ".join(f"{k} {v}" for k, v in p),
    lambda p: "\n".join(f"* **{k}**: {v}" for k, v in p),
    lambda p: "\n".join(f"{k}={v}" for k, v in p),
    lambda p: " | ".join(f"{k}: {v}" for k, v in p),
    lambda p: "\n".join(f"<{k}>{v}</{k}>" for k, v in p),
    lambda p: "\n".join(f"| {k} | {v} |" for k, v in p),
    lambda p: "\n".join(f"{k}\n{v}" for k, v in p),
    lambda p: "\n".join(f"{i}. {k}: {v}" for i, (k, v) in enumerate(p, 1)),
    lambda p: "; ".join(f"{k}: {v}" for k, v in p),
    lambda p: ", ".join(f"{k} {v}" for k, v in p),
    lambda p: json.dumps(dict(p), ensure_ascii=False),
    lambda p: ";".join(k for k, _ in p) + "\n" + ";".join(v for _, v in p),
    lambda p: "\n".join(f"• {k}: {v}" for k, v in p),
    lambda p: "\n".join(f"{k} -> {v}" for k, v in p),
    lambda p: " / ".join(f"{k}: {v}" for k, v in p),
    lambda p: "\n".join(f"{k:<14} {v}" for k, v in p),
    lambda p: ". ".join(f"{k}: {v}" for k, v in p) + ".",
    lambda p: "\n".join(f"[{k}] {v}" for k, v in p),
    lambda p: " ".join(f"{k}={v}" for k, v in p),
)


def listing(d: Draw, facts: list[Fact]) -> str:
    label = d.pattern(LABELS)
    pairs = []
    for f in facts:
        # A key that says nothing by itself stands in the text as it is.
        name = d.choice(f.kind.keys) if f.kind and f.key in f.kind.keys and d.random() < 0.35 else f.key
        pairs.append((label(name) if f.kind or d.random() < 0.5 else name, f.text))
    if len({k for k, _ in pairs}) < len(pairs):
        pairs = [(f.key, f.text) for f in facts]
    return d.pattern(LAYOUTS)(pairs)


# -- what stands around ------------------------------------------------------------------------------------------------

BEFORE = ("Hi team,", "Hello,", "Dear all,", "Good morning,", "FYI:", "Here is what I know.", "Some notes from today.", "See below.",
          "As discussed on the phone:", "Thank you for your message.", "I have the following information for you.", "Please find the details here.",
          "Hey there!", "Update:", "We got this by mail.", "Just a short note.", "It was raining when we arrived.", "Hope you are well.",
          "This came in this morning.", "For your records:", "Sorry for the late reply.", "Please take note:", "Let me tell you something.",
          "The weekend was nice.", "I am writing to you again.")
AFTER = ("Thanks!", "Best regards", "See you soon.", "Let me know if you need more.", "Kind regards from the office", "That is all for today.",
         "Please confirm.", "Sent from my phone", "Have a nice day!", "More will follow.", "Nothing else has changed.", "Call me if anything is unclear.",
         "The weather is fine.", "Cheers", "I will write again next week.", "Thank you in advance.", "Everybody was happy.", "Talk to you later.",
         "Keep this in the files.", "That's it.")
ASKS = ("Extract the fields: {t}", "Text: {t}", "Extract from this text: {t}", "Read this: {t}", "Please extract the data. {t}", "Input: {t}",
        "Give me the JSON for: {t}", "Note: {t}", "Extract the information from the following text:\n\n{t}", "{t}\n\nReturn JSON.",
        'Extract the data from this message: "{t}"', "Parse this:\n{t}", "Fill the form from this text.\n\n{t}", "```\n{t}\n```", "Document:\n{t}",
        "What does this say?\n\n{t}", "{t}\n\nExtract the details.", '"""\n{t}\n"""', "Turn this into JSON: {t}", "Here is the text:\n{t}",
        "Analyze: {t}", "Please read the note and answer with the fields.\n{t}", "Convert to JSON:\n\n{t}", "<text>\n{t}\n</text>", "Message from a user: {t}")
PREAMBLES = ("You are a helpful assistant.", "Extract the data.", "You read documents and return their fields.", "Be precise.", "Be brief.",
             "Fill the form from the text.", "You extract information.", "You are an information extraction system.", "Answer briefly.",
             "Extract the information from the user's message.", "You turn text into JSON.", "Copy values exactly as they stand in the text.",
             "You are a data entry clerk. Use null for what is missing.", "Return only what the text says.", "You are an expert at structured data extraction.",
             "Extract the event information.", "You will be given unstructured text and should convert it into the given structure.",
             "Read the text and answer with JSON.", "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.", "You are a careful assistant.")


def surrounded(d: Draw, text: str) -> str:
    if d.random() < 0.2:
        text = d.pattern(BEFORE) + d.choice((" ", "\n", "\n\n")) + text
    if d.random() < 0.17:
        text += d.choice((" ", "\n", "\n\n")) + d.pattern(AFTER)
    if d.random() < 0.25:
        text = d.pattern(ASKS).replace("{t}", text)
    return text


# -- questions ---------------------------------------------------------------------------------------------------------

GROUPS = ("details", "info", "data", "information", "record", "profile", "contact", "meta", "attributes", "result", "facts", "more", "summary",
          "properties_of_it", "address")


def absent(d: Draw, pool: tuple[Kind, ...], taken: set[str]) -> tuple[str, dict] | None:
    """A field of which the text says nothing."""
    kind = d.choice(pool) if d.random() < 0.75 else None
    if kind is None:
        key, schema = invented_key(d), d.choice(GENERIC)(d).schema
    else:
        free = [k for k in kind.keys if k not in taken]
        if len(free) < len(kind.keys):
            return None
        key, schema = d.choice(free), kind.make(d).schema
    return None if key in taken else (key, schema)


def ask(d: Draw, facts: list[Fact], pool: tuple[Kind, ...], taken: set[str], name: str) -> tuple[Any, Any]:
    """A schema for some of the facts in any order, sometimes with fields that the text does not have; and its answer."""
    roll = d.random()
    asked = d.sample(facts, d.randint(1, len(facts))) if roll < 0.35 else d.sample(facts, len(facts)) if roll < 0.75 else list(facts)
    properties: dict = {f.key: f.schema for f in asked}
    answer: dict = {f.key: f.value for f in asked}
    required = list(properties)
    if d.random() < 0.3:
        for _ in range(d.choice((1, 1, 2))):
            field = absent(d, pool, taken)
            if not field:
                continue
            key, schema = field
            taken.add(key)
            at = d.randint(0, len(properties))
            roll, value = d.random(), None
            if schema["type"] == "array" if "type" in schema else False:
                required, value = required + [key], []
            elif roll < 0.72:
                schema = schema | {NULL: True}
                required = required + [key]
            else:
                value = ...
            entries = list(properties.items())
            entries.insert(at, (key, schema))
            properties = dict(entries)
            answer = {k: value if k == key else answer[k] for k in properties if k == key and value is not ... or k in answer}
    if d.random() < 0.15:
        for key in required:
            if d.random() < 0.5 and answer[key] is not None:
                properties[key] = properties[key] | {NULL: True}
    required = [k for k in properties if k in required]
    if len(required) > 1 and d.random() < 0.06:
        required.remove(d.choice(required))
    if len(properties) > 1 and d.random() < 0.12:
        properties, answer, required = nest(d, properties, answer, required)
    schema = obj(properties, required)
    if d.random() < 0.03:
        outer = d.choice(("output", "output", "result", "data", "response"))
        schema, answer = obj({outer: schema}), {outer: answer}
    return dress(d, schema, name), answer


def nest(d: Draw, properties: dict, answer: dict, required: list[str]) -> tuple[dict, dict, list[str]]:
    """A run of members moves into an object of its own."""
    outer = d.pattern(GROUPS) if d.random() < 0.7 else invented_key(d)
    keys = list(properties)
    start = d.randint(0, len(keys) - 1)
    inner = keys[start:start + d.randint(1, 3)]
    if outer in properties or not any(k in answer for k in inner):
        return properties, answer, required
    nested = obj({k: properties[k] for k in inner}, [k for k in inner if k in required])
    out, said, needed = {}, {}, []
    for k in keys:
        if k not in inner:
            out[k] = properties[k]
            if k in answer:
                said[k] = answer[k]
            if k in required:
                needed.append(k)
        elif k == inner[0]:
            out[outer], said[outer] = nested, {i: answer[i] for i in inner if i in answer}
            needed.append(outer)
    return out, said, needed


SPLIT_NAMES = (("first_name", "last_name"), ("firstName", "lastName"), ("given_name", "family_name"), ("first", "last"), ("firstname", "surname"), ("forename", "surname"))


def about_one(d: Draw) -> Asked:
    """A text about one subject of a domain."""
    domain = d.choices(domains.DOMAINS, domains.WEIGHTS)[0]
    subject = domain.subject(d)
    pool = d.sample(domain.kinds, min(len(domain.kinds), d.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 7))))
    subject_key = domain.keys[0] if d.random() < 0.3 else d.choice(domain.keys)
    taken = {subject_key}
    facts = facts_of(d, pool, taken)
    if not facts:
        return about_one(d)
    taken.update(domain.keys)
    subject_fact = Fact(None, styled(d, subject_key), {"type": "string"}, subject, subject)
    roll = d.random()
    if roll < 0.3:
        told = [subject_fact] + facts
        if d.random() < 0.3:
            d.shuffle(told)
        text = listing(d, told)
        if d.random() < 0.1:
            told += generic_facts(d, 1, taken)
            text = listing(d, told)
    elif domain.me and roll < 0.48 and all(f.kind.me for f in facts):
        text = spoken_by(d, domain, subject, facts)
    else:
        if d.random() < 0.2:
            facts += generic_facts(d, d.choice((1, 1, 2, 3)), taken)
        d.shuffle(facts)
        text = prose(d, domain, subject, facts)
    if d.random() < 0.12 and subject.count(" ") == 1 and domain.subject in (w.name, w.full_name) and not taken & {"first_name", "last_name"}:
        # Both parts of a name in fields of their own.
        for key, part in zip(d.choice(SPLIT_NAMES), subject.split(" ")):
            facts.insert(0, Fact(None, key, {"type": "string"}, part, part))
            taken.add(key)
    elif d.random() < 0.85:
        facts = [subject_fact] + facts
    schema, answer = ask(d, facts, domain.kinds, taken, d.choice(domain.names))
    return Asked(schema, surrounded(d, text), answer)


def about_scene(d: Draw) -> Asked:
    """One or two sentences with several facts each; the schema asks for those of one."""
    text, found = scenes.scene(d)
    facts = [Fact(None, styled(d, key), schema, value, "") for key, schema, value in found]
    taken = {f.key for f in facts}
    if d.random() < 0.2:
        text = text + d.choice((" ", "\n")) + d.pattern(AFTER)
    schema, answer = ask(d, facts, domains.SERVER.kinds, taken | {"name", "status", "time", "url", "port", "version", "location", "address"}, d.choice(("Data", "Facts", "Note", "Event", "Record")))
    return Asked(schema, surrounded(d, text), answer)


def about_keys(d: Draw) -> Asked:
    """A list of pairs, most of them with keys that nobody has seen."""
    taken: set[str] = set()
    facts = generic_facts(d, d.randint(1, 6), taken)
    if d.random() < 0.3:
        domain = d.choices(domains.DOMAINS, domains.WEIGHTS)[0]
        facts += facts_of(d, d.sample(domain.kinds, 2), taken)
        d.shuffle(facts)
    schema, answer = ask(d, facts, domains.PERSON.kinds, taken, invented_key(d).capitalize())
    return Asked(schema, surrounded(d, listing(d, facts)), answer)


# -- several of a kind -------------------------------------------------------------------------------------------------

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


MAKERS = ((about_one, 55), (about_scene, 14), (about_keys, 11), (about_several, 9), (order_lines, 7), (one_list, 4))


def extract(d: Draw) -> Asked:
    return d.choices([m for m, _ in MAKERS], [s for _, s in MAKERS])[0](d)
