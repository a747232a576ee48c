"""A schema that asks for some of the facts of a text, and the document that answers it."""

from typing import Any

from draw import Draw
from dress import NULL, dress, obj
from facts import GENERIC, Fact, invented_key
from kinds import Kind

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
