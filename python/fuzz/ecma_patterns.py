r"""Schemas whose patterns mean to Python's `re` what they mean in ECMA-262.

In ECMA-262 `.` stops at U+000D, U+2028 and U+2029 too, `\s` includes U+FEFF and the Unicode spaces, `\d`, `\w` and `\b`
are about ASCII, and `$` is the very end of the text.
"""

import re

SPACES = "\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
OUTSIDE = {r"\s": f"[{SPACES}]", r"\S": f"[^{SPACES}]", ".": r"[^\n\r\u2028\u2029]", "$": r"\Z", "(?<": "(?P<"}
# A named group, but not a lookbehind; a class's start with what would end it; an escape; any character.
PIECE = re.compile(r"\(\?<(?![=!])|\[\^?|\\.|.", re.DOTALL)

# Keywords whose value is a map from names to schemas, and keywords whose value is data.
MAPS = {"properties", "definitions", "$defs", "dependencies", "dependentSchemas"}
DATA = {"enum", "const", "default", "examples", "example"}


def pattern(text):
    result, inside = "", False
    for piece in PIECE.findall(text):
        if inside:
            # `\S` beside other things in a class stays Python's.
            result += SPACES if piece == r"\s" else "\\[" if piece == "[" else piece
            inside = piece != "]"
        else:
            result += OUTSIDE.get(piece, piece)
            inside = piece.startswith("[")
    # Without the flag Python's `\d` and `\w` take every script's digits and letters.
    return f"(?a:{result})"


def schema(value):
    """A schema with its patterns translated, at every place where a schema stands."""
    if isinstance(value, list):
        return [schema(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, item in value.items():
        if key in DATA:
            result[key] = item
        elif key == "pattern" and isinstance(item, str):
            result[key] = pattern(item)
        elif key == "patternProperties" and isinstance(item, dict):
            result[key] = {pattern(name): schema(part) for name, part in item.items()}
        elif key in MAPS and isinstance(item, dict):
            result[key] = {name: schema(part) for name, part in item.items()}
        else:
            result[key] = schema(item)
    return result
