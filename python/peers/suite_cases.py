"""The required cases of the official JSON Schema suite, and their texts as tokens."""

import json
import pathlib

# The `$schema` that tells a peer the draft; the suite's older folders leave it out.
DRAFTS = {
    "draft4": "http://json-schema.org/draft-04/schema#",
    "draft6": "http://json-schema.org/draft-06/schema#",
    "draft7": "http://json-schema.org/draft-07/schema#",
    "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
    "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
}


class Number(float):
    """A number that keeps its text."""

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number


def write(value):
    """The value written compactly, numbers as they stood."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{write(key)}:{write(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    if isinstance(value, Number):
        return value.text
    return json.dumps(value, ensure_ascii=False)


def groups(root, draft):
    """`(title, schema, [(text, is valid)])` for each schema of a draft."""
    paths = sorted(pathlib.Path(root, "tests", draft).glob("*.json"))
    if not paths:
        raise SystemExit(f"no cases in {root}/tests/{draft}")
    for path in paths:
        for group in json.loads(path.read_text(encoding="utf-8"), parse_float=Number):
            schema = group["schema"]
            if isinstance(schema, dict) and "$schema" not in schema:
                schema = {"$schema": DRAFTS[draft], **schema}
            cases = [(write(test["data"]), test["valid"]) for test in group["tests"]]
            yield f"{draft}/{path.name}: {group['description']}", schema, cases


class Spelling:
    """Tokens that spell a text byte for byte."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        codes = byte_codes()
        self.words = {}
        for word, token in tokenizer.get_vocab(with_added_tokens=False).items():
            self.words[bytes(codes[character] for character in word)] = token

    def tokens(self, text):
        tokens = self.tokenizer.encode(text, add_special_tokens=False).ids
        if self.tokenizer.decode(tokens, skip_special_tokens=False) == text:
            return tokens
        # The tokenizer normalises text; what it makes of this one is another document. The longest tokens that fit.
        rest, tokens = text.encode(), []
        while rest:
            length = next(size for size in range(len(rest), 0, -1) if rest[:size] in self.words)
            tokens.append(self.words[rest[:length]])
            rest = rest[length:]
        return tokens


def byte_codes():
    """The character for each byte in vocabularies of byte-level BPE, inverted."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    codes = {chr(byte): byte for byte in printable}
    codes.update({chr(256 + place): byte for place, byte in enumerate(others)})
    return codes
