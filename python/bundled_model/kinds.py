"""What a field can hold: makers that draw a schema, a value, and how the value reads in a text."""

from dataclasses import dataclass
from typing import Any, Callable, NamedTuple

import words as w
from draw import Draw


class Made(NamedTuple):
    schema: dict
    value: Any
    text: str


Maker = Callable[[Draw], Made]


@dataclass(frozen=True)
class Kind:
    """A field that texts of a domain may mention.

    `says` are clauses behind a subject ("Anna {clause}"); one that begins with `=` is a sentence of its own. `me` are
    sentences in the first person, `tags` stand behind a subject between commas. A boolean's patterns have two sides,
    `yes|no`. `means` describe the field in a schema; where they do, its key may say nothing.
    """

    keys: tuple[str, ...]
    make: Maker
    says: tuple[str, ...]
    me: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    means: tuple[str, ...] = ()


def kind(keys: str, make: Maker, says: str, me: str = "", tags: str = "", means: str = "") -> Kind:
    """Lists are written with semicolons; a list of patterns that must be told from another object is a tuple."""
    parts = [tuple(p.strip() for p in text.split(";") if p.strip()) for text in (says, me, tags, means)]
    return Kind(tuple(keys.split()), make, *parts)


def string(make: Callable[[Draw], str], **more) -> Maker:
    def made(d: Draw) -> Made:
        value = make(d)
        return Made({"type": "string", **more}, value, value)
    return made


def spoken_integer(d: Draw, value: int) -> str:
    if 0 <= value < 100 and d.random() < (0.3 if value <= 12 else 0.08):
        return w.number_word(value)
    return f"{value:,}" if value >= 1000 and d.random() < 0.35 else str(value)


def integer(low: int, high: int, step: int = 1) -> Maker:
    def made(d: Draw) -> Made:
        # A low number is as likely as a high one.
        top = high if d.random() < 0.5 else min(high, max(low + 1, d.choice((10, 100, 1000, 100000)) // step * step))
        value = d.randrange(low, top + 1, step)
        return Made({"type": "integer"}, value, spoken_integer(d, value))
    return made


def year(low: int = 1900, high: int = 2027) -> Maker:
    def made(d: Draw) -> Made:
        value = d.randint(low, high)
        return Made({"type": "integer"}, value, str(value))
    return made


def spoken_number(d: Draw, value: float) -> str:
    roll = d.random()
    if roll < 0.35 and abs(value * 10 - round(value * 10)) < 1e-9:
        return f"{value:,.2f}" if roll < 0.1 else f"{value:.2f}"
    if value >= 1000 and roll < 0.6:
        return f"{value:,}"
    return str(value)


def number(low: int, high: int) -> Maker:
    def made(d: Draw) -> Made:
        if d.random() < 0.25:
            value = d.randint(low, high)
            return Made({"type": "number"}, value, f"{value}.00" if d.random() < 0.25 else spoken_integer(d, value))
        top = high if d.random() < 0.5 else max(low, min(high, 99))
        value = round(d.randint(low, top) + d.randint(1, 99) / 100, d.choice((1, 2, 2)))
        return Made({"type": "number"}, int(value) if value == int(value) else value, spoken_number(d, value))
    return made


MONEY = ("${v}", "{v} euros", "{v} dollars", "€{v}", "{v} EUR", "USD {v}", "£{v}", "{v} pounds", "EUR {v}", "{v} USD", "{v} €",
         "CHF {v}", "{v} francs")


def money(low: int, high: int) -> Maker:
    inner = number(low, high)

    def made(d: Draw) -> Made:
        schema, value, text = inner(d)
        if not text[0].isdigit():
            text = str(value)
        return Made(schema, value, d.pattern(MONEY).replace("{v}", text))
    return made


def boolean(d: Draw) -> Made:
    value = d.random() < 0.5
    return Made({"type": "boolean"}, value, d.choice((("yes", "no"), ("true", "false"), ("yes", "no"), ("Yes", "No")))[1 - value])


def enum(known: list[str], low: int = 2, high: int = 5) -> Maker:
    """Members of a known list; in the schema they may be written as identifiers are."""
    def made(d: Draw) -> Made:
        options = d.some(known, d.randint(low, high))
        text = d.choice(options)
        roll = d.random()
        if roll < 0.72:
            members = [o.replace(" ", "_") for o in options] if d.random() < 0.5 else options
        elif roll < 0.86:
            members = [o.upper().replace(" ", "_").replace("-", "_") for o in options]
        else:
            members = [o.capitalize() for o in options]
        schema = {"type": "string", "enum": members} if d.random() < 0.7 else {"enum": members}
        return Made(schema, members[options.index(text)], text)
    return made


def invented_enum(d: Draw) -> Made:
    options = [w.invented(d) for _ in range(d.randint(2, 5))]
    text = d.choice(options)
    return Made({"type": "string", "enum": options} if d.random() < 0.7 else {"enum": options}, text, text)


def strings(known, low: int = 1, high: int = 4, share: float = 0.25) -> Maker:
    def made(d: Draw) -> Made:
        values = w.distinct(d, known, low, high, share)
        return Made({"type": "array", "items": {"type": "string"}}, values, w.listed(d, values))
    return made


def people(d: Draw) -> Made:
    values = list(dict.fromkeys((w.first_name if d.random() < 0.4 else w.full_name)(d) for _ in range(d.randint(1, 4))))
    return Made({"type": "array", "items": {"type": "string"}}, values, w.listed(d, values))


def ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


DAYS = (
    lambda y, m, d: f"{d} {w.MONTHS[m - 1]} {y}",
    lambda y, m, d: f"{w.MONTHS[m - 1]} {d}, {y}",
    lambda y, m, d: f"{ordinal(d)} {w.MONTHS[m - 1]} {y}",
    lambda y, m, d: f"{w.MONTHS[m - 1]} {ordinal(d)}, {y}",
    lambda y, m, d: f"the {ordinal(d)} of {w.MONTHS[m - 1]} {y}",
    lambda y, m, d: f"{w.MONTHS[m - 1][:3]} {d}, {y}",
    lambda y, m, d: f"{d} {w.MONTHS[m - 1][:3]} {y}",
    lambda y, m, d: f"{y}/{m:02d}/{d:02d}",
)


def a_day(d: Draw, low: int = 1950, high: int = 2030) -> tuple[int, int, int]:
    return d.randint(low, high), d.randint(1, 12), d.randint(1, 28)


def iso(day: tuple[int, int, int]) -> str:
    return f"{day[0]}-{day[1]:02d}-{day[2]:02d}"


def date(d: Draw, low: int = 2020, high: int = 2028) -> Made:
    """A day; as `format: date` it is written the ISO way, as a plain string the way the text has it."""
    day = a_day(d, low, high)
    roll = d.random()
    if roll < 0.4:
        text = iso(day) if d.random() < 0.4 else d.pattern(DAYS)(*day)
        return Made({"type": "string", "format": "date"}, iso(day), text)
    if roll < 0.5:
        text = d.pattern(DAYS)(*day)
        means = d.choice(("YYYY-MM-DD", "ISO date", "date as YYYY-MM-DD", "in the form YYYY-MM-DD", "ISO 8601 date"))
        return Made({"type": "string", "description": means}, iso(day), text)
    if roll < 0.8:
        return Made({"type": "string"}, iso(day), iso(day))
    if roll < 0.88:
        text = d.choice((d.word(w.WEEKDAYS), f"next {d.word(w.WEEKDAYS)}", "tomorrow", f"{d.word(w.MONTHS)} {d.randint(1, 28)}",
                         f"{d.randint(1, 28)} {d.word(w.MONTHS)}", f"{d.randint(1, 28)}.{d.randint(1, 12)}."))
        return Made({"type": "string"}, text, text)
    text = d.pattern(DAYS)(*day).removeprefix("the ")
    return Made({"type": "string"}, text, text)


def birth(d: Draw) -> Made:
    return date(d, 1930, 2015)


CLOCKS = (
    lambda h, m: f"{h:02d}:{m:02d}",
    lambda h, m: f"{h}:{m:02d}",
    lambda h, m: f"{(h - 1) % 12 + 1}:{m:02d} {'am' if h < 12 else 'pm'}",
    lambda h, m: f"{(h - 1) % 12 + 1}:{m:02d}{'am' if h < 12 else 'pm'}",
    lambda h, m: f"{h:02d}.{m:02d}",
    lambda h, m: f"{(h - 1) % 12 + 1} {'am' if h < 12 else 'pm'}" if m == 0 else f"{h:02d}:{m:02d}",
)


def a_time(d: Draw) -> tuple[int, int]:
    return d.randint(6, 22), d.choice((0, 0, 0, 5, 10, 15, 20, 30, 30, 40, 45, 50))


def time(d: Draw) -> Made:
    hour, minute = a_time(d)
    if d.random() < 0.15:
        means = d.choice(("HH:MM", "24-hour time, HH:MM", "time as HH:MM"))
        return Made({"type": "string", "description": means}, f"{hour:02d}:{minute:02d}", d.pattern(CLOCKS)(hour, minute))
    text = f"{hour:02d}:{minute:02d}" if d.random() < 0.5 else d.pattern(CLOCKS)(hour, minute)
    return Made({"type": "string"}, text, text)


def moment(d: Draw) -> Made:
    """A day and a time in one field."""
    day, (hour, minute) = a_day(d, 2024, 2028), a_time(d)
    spoken = f"{iso(day) if d.random() < 0.3 else d.pattern(DAYS)(*day)} {d.choice(('at', 'at', 'from'))} {hour:02d}:{minute:02d}"
    return Made({"type": "string", "format": "date-time"}, f"{iso(day)}T{hour:02d}:{minute:02d}:00Z", spoken)


def email(d: Draw) -> Made:
    value = w.email(d)
    return Made({"type": "string", "format": "email"} if d.random() < 0.25 else {"type": "string"}, value, value)


def url(d: Draw) -> Made:
    value = w.url(d)
    return Made({"type": "string", "format": "uri"} if d.random() < 0.3 else {"type": "string"}, value, value)


def percent(d: Draw) -> Made:
    value = d.randint(1, 99)
    return Made({"type": d.choice(("integer", "number"))}, value, d.choice((f"{value}%", f"{value} percent", f"{value} %")))


def rating(d: Draw) -> Made:
    value = d.choice((1, 2, 3, 4, 5))
    schema = {"type": "integer", "minimum": 1, "maximum": 5} if d.random() < 0.5 else {"type": "integer"}
    return Made(schema, value, w.number_word(value) if d.random() < 0.3 else str(value))
