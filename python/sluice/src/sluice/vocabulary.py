"""Tokens of a model, prepared for masks."""

import os

import numpy

from . import _library
from ._library import Handle, library


class Vocabulary(Handle):
    """Build it once for each tokenizer and share it; any thread may use it."""

    __slots__ = ("rows", "words", "end_tokens")
    _free = library.sluice_vocabulary_free

    def __init__(self, pointer, end_tokens):
        super().__init__(pointer)
        #: Rows of logits that masks are made for.
        self.rows = library.sluice_vocabulary_rows(pointer)
        #: int32 words of a mask.
        self.words = library.sluice_vocabulary_words(pointer)
        self.end_tokens = tuple(int(token) for token in end_tokens)

    @classmethod
    def from_tokenizer(cls, tokenizer, *, end_tokens, rows=None):
        """The vocabulary of a `tokenizer.json`.

        tokenizer: its path, or its content as bytes.
        end_tokens: ids of the tokens that end the text.
        rows: the model's rows of logits, where there are more than the tokenizer has tokens.
        """
        if isinstance(tokenizer, (str, os.PathLike)):
            with open(tokenizer, "rb") as file:
                tokenizer = file.read()
        ends = _ids(end_tokens)
        pointer = _library.new(
            library.sluice_vocabulary_from_tokenizer,
            bytes(tokenizer),
            len(tokenizer),
            rows or 0,
            ends.ctypes.data,
            len(ends),
        )
        return cls(pointer, end_tokens)

    @classmethod
    def from_tokens(cls, tokens, *, end_tokens, rows=None):
        """The vocabulary in which token i adds `tokens[i]` (bytes) to the text; empty bytes are never text."""
        tokens = list(tokens)
        offsets = numpy.zeros(len(tokens) + 1, dtype=numpy.uint64)
        numpy.cumsum([len(token) for token in tokens], out=offsets[1:])
        ends = _ids(end_tokens)
        pointer = _library.new(
            library.sluice_vocabulary_from_tokens,
            b"".join(tokens),
            offsets.ctypes.data,
            len(tokens),
            rows or 0,
            ends.ctypes.data,
            len(ends),
        )
        return cls(pointer, end_tokens)


def _ids(tokens):
    """Token ids in the layout of the library."""
    return numpy.ascontiguousarray(tokens, dtype=numpy.int32)
