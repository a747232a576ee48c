"""What the tests share: the bundled model's vocabulary, and the command line program of the same build."""

import json
import pathlib
import random

import sluice

ROOT = pathlib.Path(__file__).resolve().parents[3]
MODEL = ROOT / "Models" / "bundled"
PROGRAM = ROOT / ".build" / "release" / "sluice"
LIBRARY = ROOT / ".build" / "libsluice"
_config = json.loads((MODEL / "config.json").read_text())
ROWS, END, PAD = _config["vocab_size"], _config["eos_token_id"], _config["pad_token_id"]

PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 12},
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
        "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 3},
    },
    "required": ["name", "age"],
    "additionalProperties": False,
}

_vocabulary = None


def vocabulary():
    global _vocabulary
    if _vocabulary is None:
        _vocabulary = sluice.Vocabulary.from_tokenizer(MODEL / "tokenizer.json", end_tokens=[END])
    return _vocabulary


def bytes_vocabulary():
    """A token is a byte, and 256 the end."""
    return sluice.Vocabulary.from_tokens([bytes([byte]) for byte in range(256)] + [b""], end_tokens=[256])


def allowed(mask):
    """The token ids of a row of words."""
    import numpy

    bits = numpy.unpackbits(numpy.ascontiguousarray(mask).view(numpy.uint8), bitorder="little")
    return numpy.flatnonzero(bits).tolist()


def walk(matcher, budget, seed):
    """Writes a random document through the masks; its tokens."""
    generator = random.Random(seed)
    mask = sluice.Bitmask.allocate(matcher.constraint.vocabulary)
    tokens = []
    while not matcher.is_finished:
        matcher.fill(mask, remaining=budget - len(tokens))
        token = generator.choice(allowed(mask.array[0]))
        matcher.accept(token)
        tokens.append(token)
    return tokens
