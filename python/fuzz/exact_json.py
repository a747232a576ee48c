"""JSON with exact numbers: texts to and from values in which a number with a point or exponent is a Decimal."""

import decimal
import json


def parse(text):
    return json.loads(text, parse_float=decimal.Decimal)


def write(value):
    if isinstance(value, dict):
        return "{" + ",".join(f"{write(key)}:{write(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    if isinstance(value, decimal.Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
