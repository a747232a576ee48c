"""Random schemas from every keyword, random instances, and the verdicts of Python's jsonschema.

Writes one {"draft", "schema", "tests": [{"data", "valid"}]} a line. Usage: differential.py SEED COUNT > differential.jsonl
"""
import json
import random
import sys

import jsonschema

DRAFTS = {
    "draft4": jsonschema.Draft4Validator,
    "draft6": jsonschema.Draft6Validator,
    "draft7": jsonschema.Draft7Validator,
    "draft2019": jsonschema.Draft201909Validator,
    "draft2020": jsonschema.Draft202012Validator,
}
ORDER = list(DRAFTS)
NAMES = ["a", "b", "c", "ab", "ba"]
PATTERNS = ["^a", "b$", "a.*b", "^[ab]+$", "^.{2}$", "c|d"]
random.seed(int(sys.argv[1]))
choice, chance, randint = random.choice, lambda p: random.random() < p, random.randint


def value(depth):
    kind = randint(0, 9 if depth > 0 else 5)
    if kind == 0:
        return choice([None, True, False])
    if kind in (1, 2):
        return choice([0, 1, 2, 3, 5, -1, 10, 0.5, 1.0, 2.5, 100])
    if kind < 6:
        return choice(["", "a", "b", "ab", "ba", "abc", "aab", "\u00e9", "\U0001f600b"])
    if kind < 8:
        return [value(depth - 1) for _ in range(randint(0, 4))]
    return {choice(NAMES): value(depth - 1) for _ in range(randint(0, 4))}


def schemas(draft, depth, low=1, high=3):
    return [schema(draft, depth - 1) for _ in range(randint(low, high))]


def schema(draft, depth):
    n = ORDER.index(draft)
    if depth <= 0 or chance(0.08):
        return {} if n == 0 else choice([True, True, False, {}])
    number = lambda: choice([0, 1, 2, 3, 5, -1, 0.5, 1.5])
    count = lambda: randint(0, 3)
    sub = lambda: schema(draft, depth - 1)
    names = lambda: random.sample(NAMES, randint(1 if n == 0 else 0, 2))
    some = lambda: {choice(NAMES): sub() for _ in range(randint(0, 3))}
    keywords = {
        "type": lambda: choice(
            [choice(["integer", "string", "object", "array", "number", "null", "boolean"]),
             random.sample(["integer", "string", "object", "array", "number"], 2)]),
        "enum": lambda: random.sample([None, True, 0, 1, 2.5, "a", "ab", "", [], [1], {}, {"a": 1}], randint(1, 5)),
        "minimum": number, "maximum": number,
        "multipleOf": lambda: choice([1, 2, 3, 0.5, 1.5]),
        "minLength": count, "maxLength": count, "pattern": lambda: choice(PATTERNS),
        "minItems": count, "maxItems": count, "uniqueItems": lambda: chance(0.8),
        "minProperties": count, "maxProperties": count, "required": names,
        "properties": some, "patternProperties": lambda: {choice(PATTERNS): sub() for _ in range(randint(0, 2))},
        "additionalProperties": sub,
        "allOf": lambda: schemas(draft, depth), "anyOf": lambda: schemas(draft, depth),
        "oneOf": lambda: schemas(draft, depth), "not": sub,
        "items": (lambda: sub()) if n == 4 else (lambda: choice([sub(), schemas(draft, depth)])),
    }
    if n < 4:
        keywords["additionalItems"] = sub
    if n < 3:
        keywords["dependencies"] = lambda: {choice(NAMES): choice([sub(), names()]) for _ in range(randint(0, 2))}
    if n == 0:
        keywords["exclusiveMinimum"] = keywords["exclusiveMaximum"] = lambda: chance(0.5)
    else:
        keywords |= {"exclusiveMinimum": number, "exclusiveMaximum": number, "const": lambda: value(2),
                     "contains": sub, "propertyNames": sub}
    if n >= 2:
        keywords |= {"if": sub, "then": sub, "else": sub}
    if n >= 3:
        keywords |= {"dependentSchemas": some, "minContains": count, "maxContains": count,
                     "dependentRequired": lambda: {choice(NAMES): names() for _ in range(randint(0, 2))},
                     "unevaluatedItems": sub, "unevaluatedProperties": sub}
    if n >= 4:
        keywords["prefixItems"] = lambda: schemas(draft, depth)
    keywords["$ref"] = lambda: choice(["#/definitions/x", "#/definitions/y"])
    if draft == "draft2019":
        # jsonschema counts what contains matched as evaluated already there; 2019-09 does not (core, 9.3.1.3).
        del keywords["contains"]
    picked = random.sample(list(keywords), randint(1, 4))
    if "contains" not in picked:
        picked = [k for k in picked if k not in ("minContains", "maxContains")]
    if "if" in picked and n >= 2:
        picked += [k for k in ("then", "else") if chance(0.7) and k not in picked]
    if n == 0:
        picked = [k for k in picked if not k.startswith("exclusive") or k[9:].lower() in picked]
    return {k: keywords[k]() for k in picked}


def without_references(node):
    """Definitions refer to nothing, so that no cycle arises."""
    if isinstance(node, dict):
        return {k: without_references(v) for k, v in node.items() if k != "$ref"}
    return [without_references(v) for v in node] if isinstance(node, list) else node


written = 0
while written < int(sys.argv[2]):
    draft = choice(ORDER)
    root = schema(draft, 3)
    if not isinstance(root, dict):
        continue
    definitions = {name: without_references(schema(draft, 2)) for name in ("x", "y")}
    if ORDER.index(draft) < 3 and "$ref" in root:
        root = {"allOf": [root]}
    root["definitions"] = definitions
    validator = DRAFTS[draft](root)
    validator.check_schema(root)
    tests = []
    for _ in range(5):
        data = value(3)
        try:
            tests.append({"data": data, "valid": validator.is_valid(data)})
        except TypeError:
            pass  # jsonschema fails on additionalItems beside boolean items.
    print(json.dumps({"draft": draft, "schema": root, "tests": tests}))
    written += 1
