"""Random schemas from every keyword of a draft, and instances that are near to valid for them."""

from decimal import Decimal

DRAFTS = ["4", "6", "7", "2019-09", "2020-12"]
URIS = {
    "4": "http://json-schema.org/draft-04/schema#",
    "6": "http://json-schema.org/draft-06/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}
INNER = "https://example.com/inner"
NAMES = ["a", "b", "c", "ab", "ba", "$x", "é"]
TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"]
# The same in ECMA-262 and in Python's re.
PATTERNS = ["^a", "b$", "a.*b", "^[ab]+$", "^.{2}$", "c|d", "^(?!a)", "[0-9]{2,3}", "^(a|b)*c?$", "é", "^$"]
STRINGS = [
    "", "a", "b", "ab", "ba", "abc", "aab", "aba", "é", "e\u0301", "\U0001f600b", "12", "123", "c", "d", "\"\\", "a b",
]  # fmt: skip
# Clear cases only: what is at the border is for the official suite.
FORMATS = {
    "date": ["2024-02-29", "2023-02-29", "a"],
    "date-time": ["2024-01-02T03:04:05Z", "2024-01-02 03:04", ""],
    "ipv4": ["127.0.0.1", "256.0.0.1", "1.2.3"],
    "ipv6": ["::1", "1::2::3", "g::"],
    "uuid": ["2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2eb8aa08", "a"],
    "json-pointer": ["/a/b~0", "a/b", "/~2"],
    "unknown-format": ["a", ""],
}
FORMATS_SINCE = {"date": 2, "uuid": 3, "json-pointer": 1}
NUMBERS = [0, 1, 2, 3, 5, -1, -3, 10, 100, 12, Decimal("0.5"), Decimal("1.0"), Decimal("2.5"), Decimal("-1.5"),
           Decimal("0.1"), Decimal("0.3"), Decimal("1E+2"), Decimal("0.07"), 2**53 + 1, 10**20]  # fmt: skip
DIVISORS = [1, 2, 3, 7, 10, Decimal("0.5"), Decimal("1.5"), Decimal("0.1"), Decimal("0.01"), Decimal("2.5")]


class Schemas:
    """Random schemas of one draft, from `random`, a `random.Random`."""

    def __init__(self, random, draft):
        self.random = random
        self.draft = draft
        self.age = DRAFTS.index(draft)
        self.definitions_key = "$defs" if self.age >= 3 else "definitions"

    def chance(self, share):
        return self.random.random() < share

    def document(self):
        """A whole schema with definitions, its draft named half of the time."""
        root = self.schema(3)
        while not isinstance(root, dict):
            root = self.schema(3)
        definitions = {name: self.schema(2, refers=False) for name in ("x", "y")}
        if self.age >= 3:
            anchor = "$dynamicAnchor" if self.age == 4 and self.chance(0.6) else "$anchor"
            definitions["anchored"] = self.with_keyword(self.schema(2, refers=False), anchor, "here")
            definitions["inner"] = self.inner()
        elif self.age >= 1:
            definitions["anchored"] = self.with_keyword(self.schema(2, refers=False), "$id", "#here")
        if self.age < 3 and "$ref" in root:
            root = {"allOf": [root]}
        if self.age >= 3:
            root = {"$id": "https://example.com/root", **root}
        if self.age == 3 and self.chance(0.5):
            root = {"$recursiveAnchor": True, **root}
        if self.chance(0.5):
            root = {"$schema": URIS[self.draft], **root}
        return {**root, self.definitions_key: definitions}

    def inner(self):
        """A resource of its own that leads back by a dynamic reference."""
        again = {"$recursiveRef": "#"} if self.age == 3 else {"$dynamicRef": "#here"}
        place = self.random.choice(["properties", "additionalProperties", "items"])
        body = {place: {"a": again} if place == "properties" else again}
        if self.chance(0.5):
            body["type"] = "array" if place == "items" else "object"
        if self.age == 3:
            return {"$id": INNER, "$recursiveAnchor": self.chance(0.7), **body}
        return {"$id": INNER, "$dynamicAnchor" if self.chance(0.7) else "$anchor": "here", **body}

    @staticmethod
    def with_keyword(schema, keyword, value):
        return {keyword: value, **schema} if isinstance(schema, dict) else {keyword: value, "not": {}}

    def schema(self, depth, refers=True, inside=False):
        """`inside`: whether the schema is applied to a part of the instance that the root is applied to."""
        if depth <= 0 or self.chance(0.06):
            return {} if self.age == 0 else self.random.choice([True, True, True, False, {}])
        keywords = self.keywords(depth, refers, inside)
        picked = self.random.sample(list(keywords), self.random.choice([1, 2, 2, 3, 4]))
        # Keywords that mean something only together.
        for one, other in (
            ("then", "if"), ("else", "if"), ("minContains", "contains"), ("maxContains", "contains"),
            ("additionalItems", "items"), ("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"),
        ):  # fmt: skip
            if one in picked and other not in picked and (self.age == 0 or not one.startswith("exclusive")):
                if other in keywords:
                    picked.append(other)
        if "if" in picked:
            picked += [key for key in ("then", "else") if key not in picked and self.chance(0.7)]
        for key in ("unevaluatedProperties", "unevaluatedItems"):
            if key in picked and self.chance(0.7):
                picked += [
                    other for other in ("allOf", "anyOf", "properties", "prefixItems", "contains")
                    if other in keywords and other not in picked and self.chance(0.4)
                ]  # fmt: skip
        self.random.shuffle(picked)
        return {key: keywords[key]() for key in picked}

    def keywords(self, depth, refers, inside):
        random, chance = self.random, self.chance
        sub = lambda: self.schema(depth - 1, refers, inside)
        part = lambda: self.schema(depth - 1, refers, True)
        subs = lambda: [sub() for _ in range(random.randint(1, 3))]
        parts = lambda: [part() for _ in range(random.randint(1, 3))]
        count = lambda: random.randint(0, 3)
        number = lambda: random.choice(NUMBERS)
        names = lambda: random.sample(NAMES, random.randint(1 if self.age == 0 else 0, 2))
        some = lambda make: {name: make() for name in random.sample(NAMES, random.randint(0, 3))}
        keywords = {
            "type": lambda: random.choice(TYPES) if chance(0.6) else random.sample(TYPES, random.randint(1, 3)),
            "enum": lambda: self.distinct(random.randint(1, 5)),
            "minimum": number, "maximum": number, "multipleOf": lambda: random.choice(DIVISORS),
            "minLength": count, "maxLength": count, "pattern": lambda: random.choice(PATTERNS),
            "format": lambda: random.choice([name for name in FORMATS if FORMATS_SINCE.get(name, 0) <= self.age]),
            "minItems": count, "maxItems": count, "uniqueItems": lambda: chance(0.85),
            "minProperties": count, "maxProperties": count, "required": names,
            "properties": lambda: some(part),
            "patternProperties": lambda: {random.choice(PATTERNS): part() for _ in range(count())},
            "additionalProperties": part if self.age > 0 or chance(0.5) else lambda: chance(0.5),
            "allOf": subs, "anyOf": subs, "oneOf": subs, "not": sub,
            "items": part if self.age == 4 or chance(0.5) else parts,
            "title": lambda: "t", "default": lambda: self.value(1), "description": lambda: "d",
        }  # fmt: skip
        if refers:
            keywords["$ref"] = lambda: self.reference(inside)
        if self.age < 4:
            keywords["additionalItems"] = part if self.age > 0 or chance(0.5) else lambda: chance(0.5)
        if self.age < 3:
            keywords["dependencies"] = lambda: {
                name: sub() if chance(0.5) else names() for name in random.sample(NAMES, random.randint(0, 2))
            }
        if self.age == 0:
            keywords["exclusiveMinimum"] = keywords["exclusiveMaximum"] = lambda: chance(0.5)
        else:
            keywords |= {
                "exclusiveMinimum": number, "exclusiveMaximum": number, "const": lambda: self.value(2),
                "contains": part, "propertyNames": part, "examples": lambda: [],
            }  # fmt: skip
        if self.age >= 2:
            keywords |= {
                "if": sub, "then": sub, "else": sub, "readOnly": lambda: True, "$comment": lambda: "c",
                "contentEncoding": lambda: "base64",
            }  # fmt: skip
        if self.age >= 3:
            keywords |= {
                "dependentSchemas": lambda: some(sub), "minContains": count, "maxContains": count,
                "deprecated": lambda: True,
                "dependentRequired": lambda: {name: names() for name in random.sample(NAMES, random.randint(0, 2))},
                "unevaluatedItems": part, "unevaluatedProperties": part,
            }  # fmt: skip
        if self.age == 3 and refers and inside:
            keywords["$recursiveRef"] = lambda: "#"
        if self.age == 4:
            keywords["prefixItems"] = parts
            if refers:
                keywords["$dynamicRef"] = lambda: random.choice(["#here", f"#/{self.definitions_key}/y"])
        return keywords

    def reference(self, inside):
        places = [f"#/{self.definitions_key}/x", f"#/{self.definitions_key}/y"]
        if self.age >= 1:
            places.append("#here")
        if self.age >= 3:
            places.append(INNER)
        if inside:
            # Elsewhere it would lead back to the root for the same instance.
            places.append("#")
        return self.random.choice(places)

    def distinct(self, count):
        values = []
        for _ in range(count):
            value = self.value(1)
            if not any(type(value) is type(other) and value == other or self.same(value, other) for other in values):
                values.append(value)
        return values

    @staticmethod
    def same(one, other):
        numbers = (int, Decimal)
        both = isinstance(one, numbers) and isinstance(other, numbers)
        return both and not isinstance(one, bool) and not isinstance(other, bool) and one == other

    def value(self, depth):
        """Any value."""
        kind = self.random.randint(0, 9 if depth > 0 else 5)
        if kind == 0:
            return self.random.choice([None, True, False])
        if kind in (1, 2):
            return self.random.choice(NUMBERS)
        if kind < 6:
            return self.random.choice(STRINGS)
        if kind < 8:
            return [self.value(depth - 1) for _ in range(self.random.randint(0, 4))]
        return {name: self.value(depth - 1) for name in self.random.sample(NAMES, self.random.randint(0, 4))}


class Instances:
    """Values that try to be valid for a schema, and now and then are changed in one place."""

    def __init__(self, random, root, values):
        self.random = random
        self.root = root
        self.values = values

    def instance(self):
        value = self.near(self.root, 4)
        return self.changed(value) if self.random.random() < 0.4 else value

    def resolve(self, reference):
        definitions = self.root.get("$defs", self.root.get("definitions", {}))
        if reference == "#":
            return self.root
        if reference == "#here":
            return definitions.get("anchored", True)
        if reference == INNER:
            return definitions.get("inner", True)
        return definitions.get(reference.rpartition("/")[2], True)

    def near(self, schema, depth):
        """A value from the parts of a schema: some of its keywords are followed, none is sure to hold."""
        if not isinstance(schema, dict) or depth <= 0:
            return self.values.value(min(depth, 2))
        parts = [schema]
        for key in ("$ref", "$dynamicRef", "$recursiveRef"):
            if key in schema:
                parts.append(self.resolve(schema[key]))
        for key in ("anyOf", "oneOf"):
            if key in schema:
                parts.append(self.random.choice(schema[key]))
        parts += schema.get("allOf", [])
        parts += [schema[key] for key in ("if", "then", "else") if key in schema and self.random.random() < 0.5]
        parts = [part for part in parts if isinstance(part, dict)]
        for part in parts[1:]:
            parts += [p for key in ("allOf", "anyOf") for p in part.get(key, []) if isinstance(p, dict)][:3]
        constants = [part["const"] for part in parts if "const" in part]
        constants += [self.random.choice(part["enum"]) for part in parts if part.get("enum")]
        if constants and self.random.random() < 0.85:
            return self.random.choice(constants)
        kind = self.kind(parts)
        if kind in ("null", "boolean"):
            return None if kind == "null" else self.random.random() < 0.5
        if kind in ("integer", "number"):
            return self.number(parts, kind)
        if kind == "string":
            formats = [FORMATS[part["format"]] for part in parts if part.get("format") in FORMATS]
            return self.random.choice(self.random.choice(formats) if formats else STRINGS)
        return self.array(parts, depth) if kind == "array" else self.object(parts, depth)

    def kind(self, parts):
        wanted = [part["type"] for part in parts if "type" in part]
        if wanted:
            kind = self.random.choice(wanted)
            return kind if isinstance(kind, str) else self.random.choice(kind)
        hints = {
            "array": ("items", "prefixItems", "contains", "uniqueItems", "minItems", "maxItems", "unevaluatedItems",
                      "additionalItems"),
            "object": ("properties", "required", "patternProperties", "additionalProperties", "propertyNames",
                       "minProperties", "maxProperties", "dependencies", "dependentSchemas", "dependentRequired",
                       "unevaluatedProperties"),
            "string": ("pattern", "minLength", "maxLength", "format"),
            "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
        }  # fmt: skip
        hinted = [kind for kind, keys in hints.items() if any(key in part for key in keys for part in parts)]
        return self.random.choice(hinted or TYPES)

    def number(self, parts, kind):
        bases = [
            part[key] for part in parts
            for key in ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum")
            if key in part and not isinstance(part[key], bool)
        ]  # fmt: skip
        if not bases:
            return self.random.choice(NUMBERS)
        value = self.random.choice(bases)
        value = value + self.random.choice([0, 1, -1, Decimal("0.5")]) if self.random.random() < 0.6 else value * 3
        return int(value) if kind == "integer" and self.random.random() < 0.8 else value

    def array(self, parts, depth):
        least = max((part.get("minItems", 0) for part in parts), default=0)
        length = least + self.random.choice([0, 0, 1, 2])
        items = []
        for index in range(length):
            choices = []
            for part in parts:
                lists = part.get("prefixItems", part["items"] if isinstance(part.get("items"), list) else [])
                if index < len(lists):
                    choices.append(lists[index])
                else:
                    rest = [part.get(key) for key in ("items", "additionalItems", "unevaluatedItems", "contains")]
                    choices += [entry for entry in rest if isinstance(entry, dict)]
            items.append(self.near(self.random.choice(choices or [True]), depth - 1))
        return items

    def object(self, parts, depth):
        names, known = [], {}
        for part in parts:
            for name, schema in part.get("properties", {}).items():
                known[name] = schema
            names += part.get("required", [])
            names += [name for name in part.get("properties", {}) if self.random.random() < 0.6]
            for key in ("dependentRequired", "dependencies"):
                for name, needed in part.get(key, {}).items():
                    if self.random.random() < 0.5:
                        names += [name, *(needed if isinstance(needed, list) else [])]
        names += self.random.sample(NAMES, self.random.choice([0, 0, 1, 2]))
        self.random.shuffle(names)
        rest = [part.get(key) for part in parts for key in ("additionalProperties", "unevaluatedProperties")]
        rest += [schema for part in parts for schema in part.get("patternProperties", {}).values()]
        rest = [schema for schema in rest if isinstance(schema, dict)]
        return {
            name: self.near(known[name] if name in known else self.random.choice(rest or [True]), depth - 1)
            for name in names
        }

    def changed(self, value):
        """The value with one place changed."""
        if isinstance(value, list) and value and self.random.random() < 0.8:
            place = self.random.randrange(len(value))
            change = self.random.choice(["change", "drop", "repeat"])
            if change == "change":
                return [*value[:place], self.changed(value[place]), *value[place + 1 :]]
            return value[:place] + value[place + 1 :] if change == "drop" else [*value, value[place]]
        if isinstance(value, dict) and value and self.random.random() < 0.8:
            name = self.random.choice(list(value))
            if self.random.random() < 0.4:
                return {key: item for key, item in value.items() if key != name}
            return {key: self.changed(item) if key == name else item for key, item in value.items()}
        return self.values.value(1)
