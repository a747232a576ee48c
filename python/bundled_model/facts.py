"""What a text tells: fields with their keys, schemas and values."""

from typing import Any, Callable, NamedTuple

import kinds
import words as w
from draw import Draw
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
