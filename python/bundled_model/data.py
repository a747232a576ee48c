"""Synthetic conversations that teach a tiny model to answer in JSON.

Every sample is (system, user, answer). The system message has one fixed form, `system_message(schema)`; the gateway
builds the same string for the bundled model from whatever JSON Schema a request brings:

    Answer with JSON for this schema:
    {"type":"object","properties":{…},"required":[…]}
"""

import json
from dataclasses import dataclass
from random import Random
from typing import Any

import classify
import words as w
from sql import sql_sample

HEADER = "Answer with JSON for this schema:\n"
TASKS = {"extract": 0.56, "classify": 0.11, "call": 0.17, "sql": 0.14, "chat": 0.02}
PREAMBLES = ["You are a helpful assistant.", "Extract the data.", "You read documents and return their fields.",
             "Be precise.", "Fill the form from the text.", "You extract information."]
PREFIXES = ["Extract the fields: ", "Text: ", "Extract from this text: ", "Read this: ", "Please extract the data. ",
            "Input: ", "Give me the JSON for: ", "Note: "]


@dataclass(frozen=True)
class Sample:
    task: str
    system: str
    user: str
    answer: str


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def system_message(schema: Any) -> str:
    return HEADER + compact(schema)


def render(sample: Sample) -> tuple[str, str]:
    """(prompt, answer) in ChatML as Qwen2.5 writes it; the answer ends with the token that stops generation."""
    prompt = (f"<|im_start|>system\n{sample.system}<|im_end|>\n<|im_start|>user\n{sample.user}<|im_end|>\n"
              "<|im_start|>assistant\n")
    return prompt, sample.answer + "<|im_end|>"


# -- extraction --------------------------------------------------------------------------------------------------------
# A kind of field: its keys, how its schema is made, its value, and clauses that follow a subject ("Anna {clause}").

@dataclass(frozen=True)
class Kind:
    keys: tuple[str, ...]
    type: str
    value: Any
    clauses: tuple[str, ...] = ()


def _small(r: Random) -> int:
    return r.randint(1, 12)


PERSON = [
    Kind(("age", "years", "age_years"), "integer", lambda r: r.randint(1, 99),
         ("is {v} years old", "is {v}", "turned {v}", "is aged {v}")),
    Kind(("city", "town", "location", "home"), "string", w.city,
         ("lives in {v}", "comes from {v}", "moved to {v}", "is from {v}")),
    Kind(("job", "profession", "occupation", "role"), "string", lambda r: w.word(r, w.JOBS, 0.3),
         ("works as a {v}", "is a {v}", "has a job as a {v}")),
    Kind(("company", "employer"), "string", w.company, ("works for {v}", "is employed by {v}", "joined {v}")),
    Kind(("email", "mail", "email_address"), "string", w.email,
         ("can be reached at {v}", "has the email {v}", "uses the address {v}")),
    Kind(("phone", "phone_number", "tel"), "string", w.phone, ("has the phone number {v}", "answers at {v}")),
    Kind(("hobbies", "interests", "likes"), "array", lambda r: w.distinct(r, w.HOBBIES, 1, 3),
         ("likes {v}", "enjoys {v}", "is fond of {v}")),
    Kind(("languages", "speaks"), "array", lambda r: w.distinct(r, w.LANGUAGES, 1, 3, 0.1), ("speaks {v}",)),
    Kind(("married", "is_married"), "boolean", None, ("is married|is not married", "is married|is single")),
    Kind(("student", "is_student"), "boolean", None, ("is a student|is not a student",)),
    Kind(("member", "is_member", "subscribed"), "boolean", None, ("is a member|is not a member",
                                                                  "has subscribed|has not subscribed")),
    Kind(("height", "height_m"), "number", lambda r: r.randint(141, 209) / 100, ("is {v} m tall", "measures {v} m")),
    Kind(("salary", "income"), "integer", lambda r: r.randint(10, 99) * 1000 + r.choice((0, 500, 250)),
         ("earns {v} dollars", "makes {v} a year")),
    Kind(("birthday", "born", "birth_date"), "string", w.date, ("was born on {v}", "has a birthday on {v}")),
    Kind(("color", "favorite_color"), "enum:COLORS", None, ("prefers {v}", "likes the color {v}")),
    Kind(("children", "kids"), "integer", _small, ("has {v} children", "has {v} kids")),
    Kind(("pet", "pet_name"), "string", lambda r: w.word(r, w.FIRST, 0.6).capitalize(),
         ("has a dog called {v}", "has a cat named {v}")),
]
ORDER = [
    Kind(("product", "item", "article"), "string", w.phrase,
         ("ordered a {v}", "wants the {v}", "bought one {v}", "is about the {v}")),
    Kind(("quantity", "count", "amount"), "integer", _small, ("has a quantity of {v}", "needs {v} pieces")),
    Kind(("price", "total", "cost"), "number", w.number, ("costs {v} dollars", "paid {v} euros", "comes to ${v}")),
    Kind(("order_id", "id", "order", "number"), "string", w.code, ("has the order {v}", "refers to order {v}")),
    Kind(("date", "order_date", "due_date", "day"), "string", w.date, ("is dated {v}", "is due on {v}")),
    Kind(("status", "state"), "enum:STATUSES", None, ("is {v}", "has the status {v}", "is marked {v}")),
    Kind(("priority", "urgency"), "enum:PRIORITIES", None, ("has {v} priority", "is of {v} priority")),
    Kind(("paid", "is_paid"), "boolean", None, ("is paid|is not paid", "has been paid|is unpaid")),
    Kind(("express", "urgent"), "boolean", None, ("is urgent|is not urgent", "goes express|does not go express")),
    Kind(("city", "destination", "ship_to"), "string", w.city, ("ships to {v}", "goes to {v}")),
    Kind(("tags", "labels"), "array", lambda r: w.distinct(r, w.COLORS + w.PRODUCTS, 1, 3), ("is tagged {v}",)),
    Kind(("color",), "enum:COLORS", None, ("comes in {v}", "is {v}")),
    Kind(("weight", "weight_kg"), "number", w.number, ("weighs {v} kg",)),
]
EVENT = [
    Kind(("date", "day"), "string", w.date, ("takes place on {v}", "is on {v}")),
    Kind(("time", "start", "start_time"), "string", w.time, ("starts at {v}", "begins at {v}")),
    Kind(("place", "city", "location"), "string", w.city, ("is in {v}", "takes place in {v}")),
    Kind(("room",), "string", lambda r: w.word(r, w.ROOMS, 0.3), ("is in the {v}",)),
    Kind(("attendees", "guests", "people"), "array", lambda r: w.distinct(r, w.FIRST, 1, 3, 0.2),
         ("is attended by {v}", "has the guests {v}")),
    Kind(("seats", "capacity"), "integer", lambda r: r.randint(5, 500), ("has {v} seats", "has room for {v} people")),
    Kind(("online", "is_online"), "boolean", None, ("is online|is not online",)),
    Kind(("duration", "minutes"), "integer", lambda r: r.randint(1, 24) * 5, ("takes {v} minutes", "lasts {v} minutes")),
    Kind(("host", "speaker"), "string", w.name, ("is hosted by {v}", "is led by {v}")),
]
SUBJECTS = [
    (("name", "name", "full_name", "person", "customer"), w.name, PERSON),
    (("customer", "name", "client"), w.name, ORDER),
    (("title", "event", "name"), lambda r: "The " + w.word(r, w.EVENTS, 0.4), EVENT),
]
GENERIC_TYPES = ("string", "string", "string", "integer", "integer", "number", "boolean", "array", "enum:COLORS",
                 "enum:STATUSES", "enum:")


@dataclass
class Field:
    key: str
    schema: dict
    value: Any
    text: str  # how the value reads in prose
    clause: str | None  # "{subject} {clause}"


def _field(r: Random, key: str, kind: Kind) -> Field:
    """Draws a value of the kind, its schema, and its wording."""
    clause = r.choice(kind.clauses) if kind.clauses else None
    schema: dict = {"type": kind.type}
    if kind.type == "boolean":
        value = r.random() < 0.5
        if clause:
            clause = clause.split("|")[0 if value else 1]
        text = r.choice((("yes", "no"), ("true", "false")))[0 if value else 1]
    elif kind.type == "array":
        value = kind.value(r)
        schema["items"] = {"type": "string"}
        text = w.listed(r, value)
    elif kind.type.startswith("enum:"):
        known = getattr(w, kind.type[5:]) if kind.type[5:] else [w.invented(r) for _ in range(6)]
        options = r.sample(known, min(len(known), r.randint(2, 5)))
        value = text = r.choice(options)
        schema = {"type": "string", "enum": options} if r.random() < 0.7 else {"enum": options}
    else:
        value = kind.value(r)
        text = compact(value) if kind.type != "string" else value
        if kind.type == "integer" and 0 <= value <= 10 and r.random() < 0.3:
            text = w.NUMBER_WORDS[value]
        if kind.type == "number" and r.random() < 0.1:
            value = r.randint(1, 300)
            text = str(value)
    if clause:
        clause = clause.replace("{v}", text)
    return Field(key, schema, value, text, clause)


def _generic_kind(r: Random) -> Kind:
    kind = r.choice(GENERIC_TYPES)
    value = {
        "string": r.choice((w.phrase, w.phrase, w.invented, w.name, w.city, w.code, w.date)),
        "integer": w.integer,
        "number": w.number,
        "array": lambda r: w.distinct(r, w.PRODUCTS + w.COLORS, 1, 3, 0.5),
    }.get(kind)
    return Kind((), kind, value)


def _invented_key(r: Random) -> str:
    return w.invented(r) if r.random() < 0.8 else w.invented(r) + "_" + w.invented(r)


def _annotate(r: Random, schema: dict) -> dict:
    if r.random() < 0.06:
        schema = schema | {"description": f"The {w.word(r, w.PRODUCTS + w.HOBBIES)} of the {w.word(r, w.EVENTS)}"}
    return schema


def object_schema(r: Random, properties: dict, required: list[str]) -> dict:
    """The shapes in which people write an object schema."""
    schema = {"type": "object", "properties": properties}
    if required and r.random() < 0.9:
        schema["required"] = required
    if r.random() < 0.25:
        schema["additionalProperties"] = False
    return schema


def _prose(r: Random, subject: str, fields: list[Field]) -> str:
    """Clauses joined into sentences about one subject."""
    sentences, i, first = [], 0, True
    while i < len(fields):
        take = min(len(fields) - i, r.choice((1, 1, 2, 2, 3)))
        clauses = [f.clause for f in fields[i:i + take]]
        i += take
        who = subject if first or r.random() < 0.2 else r.choice(("She", "He", "It", "They"))
        joined = clauses[0] if take == 1 else ", ".join(clauses[:-1]) + " and " + clauses[-1]
        sentences.append(f"{who} {joined}.")
        first = False
    return " ".join(sentences)


def _listing(r: Random, fields: list[Field]) -> str:
    """`key: value` in one of several layouts."""
    style = r.randint(0, 5)
    label = (lambda k: k.replace("_", " ")) if r.random() < 0.7 else (lambda k: k)
    if style == 5:
        label = lambda k, inner=label: inner(k).capitalize()
    pairs = [(label(f.key), f.text) for f in fields]
    if style == 0:
        return "\n".join(f"{k}: {v}" for k, v in pairs)
    if style == 1:
        return " ".join(f"The {k} is {v}." for k, v in pairs)
    if style == 2:
        return ", ".join(f"{k} = {v}" for k, v in pairs)
    if style == 3:
        return "; ".join(f"{k} {v}" for k, v in pairs)
    return ", ".join(f"{k}: {v}" for k, v in pairs)


def extract_sample(r: Random) -> tuple[Any, str, Any]:
    if r.random() < 0.06:
        return _items_sample(r)
    if r.random() < 0.55:
        subject_keys, subject_value, kinds = r.choice(SUBJECTS)
        subject = subject_value(r)
        chosen = r.sample(kinds, r.randint(1, min(5, len(kinds))))
        used = {r.choice(subject_keys)}
        key = next(iter(used))
        fields = []
        for kind in chosen:
            k = r.choice(kind.keys)
            if k not in used:
                used.add(k)
                fields.append(_field(r, k, kind))
        text = _prose(r, subject, fields)
        stored = subject[4:] if subject.startswith("The ") else subject
        fields.insert(0, Field(key, {"type": "string"}, stored, stored, None))
    else:
        known = r.random() < 0.35
        fields, used = [], set()
        for _ in range(r.randint(1, 6)):
            if known and r.random() < 0.7:
                kind = r.choice(PERSON + ORDER + EVENT)
                k = r.choice(kind.keys)
            else:
                kind, k = _generic_kind(r), _invented_key(r)
            if k not in used:
                used.add(k)
                fields.append(_field(r, k, kind))
        text = _listing(r, fields)
    return _ask(r, fields, used, text)


def _ask(r: Random, fields: list[Field], used: set[str], text: str) -> tuple[Any, str, Any]:
    """Asks for some of the fields in any order, sometimes for one that the text does not have."""
    asked = r.sample(fields, r.randint(1, len(fields))) if r.random() < 0.4 else r.sample(fields, len(fields))
    properties = {f.key: _annotate(r, f.schema) for f in asked}
    answer = {f.key: f.value for f in asked}
    required = [f.key for f in asked]
    roll = r.random()
    if roll < 0.16:
        kind = r.choice(PERSON + ORDER)
        key = r.choice(kind.keys) if r.random() < 0.6 else _invented_key(r)
        if key not in used and kind.type in ("string", "integer", "number", "boolean"):
            at = r.randint(0, len(asked))
            entries = list(properties.items())
            nullable = roll < 0.12
            entries.insert(at, (key, {"type": [kind.type, "null"] if nullable else kind.type}))
            properties = dict(entries)
            if nullable:
                required.insert(at, key)
                answer = {k: answer.get(k) for k in properties}
    if roll > 0.92:  # a nullable field that is present
        key = r.choice(required)
        if isinstance(properties[key].get("type"), str) and "enum" not in properties[key]:
            properties[key] = properties[key] | {"type": [properties[key]["type"], "null"]}
    if 0.88 < roll < 0.92 and len(asked) > 1:  # nested
        outer = _invented_key(r) if r.random() < 0.5 else r.choice(("data", "details", "info", "result"))
        if outer not in properties:
            cut = r.randint(0, len(required) - 1)
            inner = required[cut:]
            nested = object_schema(r, {k: properties[k] for k in inner}, inner)
            properties = {k: properties[k] for k in required[:cut]} | {outer: nested}
            answer = {k: answer[k] for k in required[:cut]} | {outer: {k: answer[k] for k in inner}}
            required = required[:cut] + [outer]
    return object_schema(r, properties, required), text, answer


def _items_sample(r: Random) -> tuple[Any, str, Any]:
    """An order with a list of objects."""
    name_key, count_key = r.choice((("product", "quantity"), ("name", "count"), ("item", "amount"),
                                    (w.invented(r), "quantity")))
    rows = [{name_key: p, count_key: r.randint(1, 40)} for p in w.distinct(r, w.PRODUCTS, 1, 3, 0.4)]
    listed = [f"{row[count_key]} x {row[name_key]}" if r.random() < 0.3 else f"{row[count_key]} {row[name_key]}"
              for row in rows]
    item = object_schema(r, {name_key: {"type": "string"}, count_key: {"type": "integer"}}, [name_key, count_key])
    list_key = r.choice(("items", "items", "products", "lines", w.invented(r)))
    properties: dict = {list_key: {"type": "array", "items": item}}
    answer: dict = {list_key: rows}
    who = w.name(r)
    if r.random() < 0.6:
        key = r.choice(("customer", "name", "buyer"))
        if r.random() < 0.5:
            properties, answer = {key: {"type": "string"}} | properties, {key: who} | answer
        else:
            properties[key], answer[key] = {"type": "string"}, who
    text = f"{who} {r.choice(('orders', 'bought', 'wants', 'ordered'))} {w.listed(r, listed)}."
    return object_schema(r, properties, list(properties)), text, answer


# -- function calls ----------------------------------------------------------------------------------------------------

S, I, N = "string", "integer", "number"
# name, parameters (key, type, value; a trailing ? marks an optional one), requests
FUNCTIONS = [
    ("get_weather", [("city", S, w.city)], ["What is the weather in {city}?", "Weather for {city}", "How warm is it in {city}?",
                                            "Will it rain in {city} today?"]),
    ("set_light", [("room", S, lambda r: w.word(r, w.ROOMS, 0.3)), ("level", I, lambda r: r.randint(0, 100))],
     ["Set the light in the {room} to {level}.", "Dim the {room} light to {level} percent", "{room} light at {level}"]),
    ("play_song", [("title", S, lambda r: w.invented(r).capitalize() if r.random() < 0.5 else r.choice(w.SONGS)),
                   ("artist", S, w.name)], ["Play {title} by {artist}.", "I want to hear {title} from {artist}"]),
    ("send_email", [("to", S, w.email), ("subject", S, w.phrase)],
     ["Send an email to {to} about {subject}.", "Write to {to} with the subject {subject}", "Mail {to} about {subject}"]),
    ("create_event", [("title", S, lambda r: w.word(r, w.EVENTS, 0.4)), ("date", S, w.date), ("time", S, w.time)],
     ["Schedule a {title} on {date} at {time}.", "Add {title} to my calendar for {date}, {time}",
      "Plan the {title} for {date} at {time}"]),
    ("set_timer", [("minutes", I, lambda r: r.randint(1, 120))], ["Set a timer for {minutes} minutes.",
                                                                "Wake me in {minutes} minutes", "Timer {minutes} min"]),
    ("convert_currency", [("amount", N, w.number), ("from", S, lambda r: r.choice(("USD", "EUR", "GBP", "JPY", "CHF"))),
                          ("to", S, lambda r: r.choice(("INR", "SEK", "CAD", "AUD", "PLN")))],
     ["Convert {amount} {from} to {to}.", "How much is {amount} {from} in {to}?"]),
    ("search_products", [("query", S, w.phrase), ("max_price", I, lambda r: r.randint(5, 900))],
     ["Find a {query} under {max_price} dollars.", "Search for {query} below {max_price}"]),
    ("book_flight", [("from", S, w.city), ("to", S, w.city), ("date", S, w.date)],
     ["Book a flight from {from} to {to} on {date}.", "I need to fly from {from} to {to} on {date}"]),
    ("translate", [("text", S, w.phrase), ("language", S, lambda r: r.choice(w.LANGUAGES))],
     ["Translate {text} to {language}.", "What is {text} in {language}?", "How do you say {text} in {language}?"]),
    ("get_stock_price", [("symbol", S, lambda r: "".join(r.choice("ABCDEFGKLMNOPRSTX") for _ in range(4)))],
     ["What is the price of {symbol}?", "Stock price of {symbol}", "How is {symbol} trading?"]),
    ("add_to_cart", [("product", S, w.phrase), ("quantity", I, _small)],
     ["Add {quantity} {product} to the cart.", "Put {quantity} {product} in my basket"]),
    ("get_time", [("city", S, w.city)], ["What time is it in {city}?", "Local time in {city}", "Time in {city}?"]),
    ("order_pizza", [("size", ["small", "medium", "large"], None), ("toppings", "array", lambda r: w.distinct(r, w.TOPPINGS, 1, 3, 0.2))],
     ["Order a {size} pizza with {toppings}.", "I want a {size} pizza with {toppings}"]),
    ("call_contact", [("name", S, w.name)], ["Call {name}.", "Ring {name} please", "Phone {name}"]),
    ("create_ticket", [("title", S, w.phrase), ("priority", w.PRIORITIES, None)],
     ["Open a {priority} priority ticket about {title}.", "Create a ticket for {title} with {priority} priority"]),
    ("get_order", [("order_id", S, w.code)], ["Where is order {order_id}?", "Show me the order {order_id}",
                                             "Status of {order_id}?"]),
    ("cancel_order", [("order_id", S, w.code)], ["Cancel order {order_id}.", "Please cancel {order_id}"]),
]


def _invented_function(r: Random):
    name = f"{r.choice(('get', 'set', 'find', 'add', 'make', w.invented(r)))}_{w.invented(r)}"
    parameters = []
    for key in dict.fromkeys(w.invented(r) for _ in range(r.randint(1, 3))):
        kind = r.choice((S, S, I, N))
        parameters.append((key, kind, {S: r.choice((w.invented, w.phrase, w.city)), I: w.integer, N: w.number}[kind]))
    filled = r.choice((" and ", ", ")).join(f"{k} {{{k}}}" for k, _, _ in parameters)
    spoken = name.replace("_", " ") if r.random() < 0.5 else name
    return name, parameters, [r.choice(("Please {n} with {f}.", "{n} with {f}", "Call {n}: {f}", "{n}, {f}."))
                              .replace("{n}", spoken).replace("{f}", filled)]


def call_schema(r: Random, name: str, parameters, described: bool) -> dict:
    """The schema of one call, as the gateway derives it from a tool definition."""
    properties: dict = {}
    for key, kind, _ in parameters:
        if isinstance(kind, list):
            properties[key] = {"type": "string", "enum": kind}
        elif kind == "array":
            properties[key] = {"type": "array", "items": {"type": "string"}}
        else:
            properties[key] = {"type": kind}
    arguments = {"type": "object", "properties": properties, "required": list(properties)}
    schema: dict = {"type": "object", "properties": {"name": {"const": name}, "arguments": arguments},
                    "required": ["name", "arguments"]}
    if described:
        schema = {"description": name.replace("_", " ").capitalize()} | schema
    return schema


def call_sample(r: Random) -> tuple[Any, str, Any]:
    count = r.choice((1, 2, 2, 3, 3))
    functions = r.sample(FUNCTIONS, count)
    functions = [_invented_function(r) if r.random() < 0.35 else f for f in functions]
    described = r.random() < 0.2
    name, parameters, requests = functions[r.randrange(count)]
    arguments, spoken = {}, {}
    for key, kind, value in parameters:
        v = r.choice(kind) if isinstance(kind, list) else value(r)
        arguments[key] = v
        spoken[key] = w.listed(r, v) if isinstance(v, list) else v if isinstance(v, str) else compact(v)
    text = r.choice(requests)
    for key, v in spoken.items():
        text = text.replace("{" + key + "}", v)
    schemas = [call_schema(r, n, p, described) for n, p, _ in functions]
    return schemas[0] if count == 1 else {"anyOf": schemas}, text, {"name": name, "arguments": arguments}


# -- copying -----------------------------------------------------------------------------------------------------------

def copy_sample(r: Random) -> tuple[Any, str, Any]:
    """The whole text back, or its words as an array: nothing but copying, which all other tasks stand on."""
    pieces = [r.choice((w.invented, w.invented, w.city, w.code, w.email, lambda r: str(w.integer(r)), w.date))(r)
              for _ in range(r.randint(2, 10))]
    if r.random() < 0.6:
        return {"type": "string"}, " ".join(pieces), " ".join(pieces)
    key = _invented_key(r) if r.random() < 0.7 else "text"
    if r.random() < 0.5:
        return object_schema(r, {key: {"type": "string"}}, [key]), " ".join(pieces), {key: " ".join(pieces)}
    return (object_schema(r, {key: {"type": "array", "items": {"type": "string"}}}, [key]), w.listed(r, pieces),
            {key: pieces})


# -- conversation ------------------------------------------------------------------------------------------------------

GREETINGS = ["Hello", "Hi", "Hi there", "Hello!", "Who are you?", "What can you do?", "Help", "Good morning", "Hey", "Say hello.",
             "Say hello", "How are you?", "Tell me a joke.", "Write a poem.", "What is the capital of France?", "Thanks"]
SYSTEMS = ["You are a helpful assistant.", "Be brief.", "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.",
           "Answer politely."]
CHAT_ANSWER = "Hello! I am a tiny model. Give me a JSON Schema and a text, and I will fill in the JSON."


def sample(r: Random, task: str | None = None, copying: float = 0.0) -> Sample:
    """One conversation of the task, or of any; `copying` is the share of plain copying among the latter."""
    if task is None and copying > 0 and r.random() < copying:
        schema, user, answer = copy_sample(r)
        return Sample("copy", system_message(schema), user, compact(answer))
    task = task or r.choices(list(TASKS), list(TASKS.values()))[0]
    if task == "chat":
        return Sample(task, r.choice(SYSTEMS), r.choice(GREETINGS), CHAT_ANSWER)
    if task == "sql":
        schema, user, answer = sql_sample(r)
    elif task == "classify":
        schema, user, answer = classify.classify_sample(r)
    elif task == "call":
        schema, user, answer = call_sample(r)
    else:
        schema, user, answer = extract_sample(r)
        if r.random() < 0.15:
            user = r.choice(PREFIXES) + user
    if schema is None:
        return Sample(task, "Answer with SQL.", user, answer)
    system = system_message(schema)
    if r.random() < 0.08:
        system = r.choice(PREAMBLES) + "\n\n" + system
    return Sample(task, system, user, compact(answer))
