"""JSON Schemas as people and libraries write them: one plain schema, in the dress of a dialect.

The plain form has `type` first and says with `x-null` that a member may be null; `dress` writes that as the dialect does.
"""

from typing import Any

from draw import Draw

NULL = "x-null"
DIALECTS = ("plain", "pydantic", "zod", "strict", "described")
WEIGHTS = (46, 20, 9, 15, 10)


def obj(properties: dict, required: list[str] | None = None) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties) if required is None else required}


def title_of(key: str) -> str:
    return key.replace("_", " ").title()


def class_name(key: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in key).split()
    return "".join(w[:1].upper() + w[1:] for w in words) or "Model"


def singular(key: str) -> str:
    return key[:-3] + "y" if key.endswith("ies") else key[:-1] if key.endswith("s") and len(key) > 3 else key


class Dresser:
    def __init__(self, d: Draw, dialect: str, lengths: tuple[int, ...]):
        self.d, self.dialect, self.lengths = d, dialect, lengths
        self.defs: dict[str, Any] = {}
        self.shares_defs = dialect == "pydantic" or d.random() < 0.08
        self.closed = dialect in ("zod", "strict") or d.random() < 0.3
        self.open_required = dialect == "plain" and d.random() < 0.07
        self.shuffles = dialect == "plain" and d.random() < 0.2
        self.bounds = d.random() < 0.15
        self.optional = d.random() < 0.7  # a field with a default is not required
        self.null_form = d.choice(("type", "type", "anyOf")) if dialect != "pydantic" else "anyOf"

    def node(self, schema: dict, key: str, is_root: bool = False) -> dict:
        schema = dict(schema)
        nullable = schema.pop(NULL, False)
        kind = schema.get("type")
        if kind == "object" and "properties" in schema:
            out = self.object(schema, key, is_root)
        elif kind == "array" and "items" in schema:
            out = dict(schema, items=self.node(schema["items"], singular(key)))
            if self.bounds and self.d.random() < 0.4:
                out["maxItems"] = self.d.choice((10, 12, 20, 50))
        else:
            out = self.bounded(schema) if self.bounds else schema
            if self.dialect == "pydantic" and "enum" in out and self.d.random() < 0.6:
                out = self.define({"enum": out["enum"], "title": class_name(key), "type": "string"}, key)
        if nullable:
            out = self.nullable(out)
        return out

    def define(self, schema: dict, key: str) -> dict:
        name = class_name(key)
        if self.defs.get(name, schema) != schema:
            return schema
        self.defs[name] = schema
        return {"$ref": f"#/$defs/{name}"}

    def object(self, schema: dict, key: str, is_root: bool) -> dict:
        properties = {}
        for k, v in schema["properties"].items():
            inner = self.node(v, k)
            if self.dialect == "pydantic" and "$ref" not in inner:
                inner = dict(sorted((inner | {"title": title_of(k)}).items()))
            properties[k] = inner
        out: dict = {"type": "object", "properties": properties}
        required = schema["required"]
        if self.dialect == "pydantic" and self.optional:
            required = [k for k in required if not schema["properties"][k].get(NULL)]
        if required and not self.open_required:
            out["required"] = required
        if self.closed:
            out["additionalProperties"] = False
        if self.dialect == "pydantic":
            out = dict(sorted((out | {"title": class_name(key)}).items()))
        elif self.shuffles:
            members = list(out.items())
            self.d.shuffle(members)
            out = dict(members)
        if not is_root and self.shares_defs:
            return self.define(out, key)
        return out

    def nullable(self, schema: dict) -> dict:
        if "$ref" in schema or "enum" in schema or self.null_form == "anyOf" or isinstance(schema.get("type"), list):
            schema = {k: v for k, v in schema.items() if k != "description"} if "description" in schema else schema
            out: dict = {"anyOf": [schema, {"type": "null"}]}
            return out | {"default": None} if self.dialect == "pydantic" else out
        return schema | {"type": [schema["type"], "null"]}

    def bounded(self, schema: dict) -> dict:
        d, kind = self.d, schema.get("type")
        if "enum" in schema or "format" in schema or d.random() < 0.4:
            return schema
        if kind == "string":
            bounds = {"maxLength": d.choice(self.lengths)}
            if d.random() < 0.5:
                bounds = {"minLength": 1} | bounds
            return schema | bounds
        if kind in ("integer", "number") and "minimum" not in schema:
            return schema | d.choice(({"minimum": -1000}, {"minimum": -100, "maximum": 1000000000}, {"maximum": 1000000000}))
        return schema


SHORT, LONG = (80, 100, 120, 200), (400, 500, 1000)


def dress(d: Draw, schema: dict, name: str = "Answer", lengths: tuple[int, ...] = SHORT) -> dict:
    """The schema as one of the dialects has it, with bounds for strings that no value of it goes over."""
    dialect = d.choices(DIALECTS, WEIGHTS)[0]
    dresser = Dresser(d, dialect, lengths)
    out = dresser.node(schema, name, is_root=True)
    if dresser.defs:
        out = {"$defs": dresser.defs} | out if dialect == "pydantic" or d.random() < 0.5 else out | {"$defs": dresser.defs}
    if dialect == "zod":
        draft = d.choice(("http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema"))
        out = {"$schema": draft} | out if d.random() < 0.7 else out | {"$schema": draft}
    elif dialect == "plain" and d.random() < 0.1:
        head = d.choice(({"title": name}, {"$schema": "https://json-schema.org/draft/2020-12/schema"},
                         {"title": name, "description": f"A {name.lower()}"}, {"description": f"The {name.lower()} in the text"}))
        out = head | out
    return out
