"""One document under way."""

from ctypes import byref, c_int32, c_size_t

import numpy

from . import _calls, _library
from ._library import NO_BUDGET, Handle, check, library
from .bitmask import Bitmask, row_of
from .vocabulary import _ids

_fill = _calls.fill
_accept = _calls.accept


class Matcher(Handle):
    """Which tokens may come next, what has come, and the way back.

    budget: tokens in which the document is sure to be complete, end token not counted, as long as every mask is filled
    with what `remaining` is left of it.

    One thread at a time: a call while another thread is in one raises BusyError.
    """

    __slots__ = ("constraint",)
    _free = library.sluice_matcher_free

    def __init__(self, constraint, budget=None):
        self.constraint = constraint
        limit = NO_BUDGET if budget is None else budget
        super().__init__(_library.new(library.sluice_matcher_new, constraint._pointer, limit))

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, known):
        return self.copy()

    def copy(self):
        """A matcher at the same place, from where both go their own ways."""
        copy = Matcher.__new__(Matcher)
        copy.constraint = self.constraint
        Handle.__init__(copy, _library.new(library.sluice_matcher_copy, self._pointer))
        return copy

    def fill(self, mask, row=0, remaining=None):
        """Writes which tokens may come next, without a copy.

        mask: a `Bitmask`, or int32 memory of NumPy or torch (on the CPU), of shape (words,) or (rows, words). Bit
        i % 32 of word i / 32 stands for token i.
        remaining: tokens that are left of the budget, this one included.
        """
        if type(mask) is Bitmask:
            address, words = mask.addresses[row], mask.words
        else:
            address, words = row_of(mask, row)
        status = _fill(self._pointer, NO_BUDGET if remaining is None else remaining, address, words)
        if status:
            check(status)

    def accept(self, token):
        """Takes a token; raises TokenError, and stays where it is, when it is not allowed."""
        status = _accept(self._pointer, token)
        if status:
            check(status)

    def accept_many(self, tokens):
        """Takes tokens up to the first that is not allowed, and says how many were taken."""
        tokens = _ids(tokens)
        accepted = c_size_t()
        status = library.sluice_matcher_accept_many(self._pointer, tokens.ctypes.data, len(tokens), byref(accepted))
        if status and status != 7:
            check(status)
        return accepted.value

    def accept_bytes(self, text):
        """Takes bytes that need not be whole tokens, up to the first that is not allowed; says how many were taken."""
        accepted = c_size_t()
        status = library.sluice_matcher_accept_bytes(self._pointer, bytes(text), len(text), byref(accepted))
        if status and status != 7:
            check(status)
        return accepted.value

    def validate(self, tokens):
        """How many of these draft tokens the document could go on with. The matcher stays where it is."""
        tokens = _ids(tokens)
        return _library.number(
            library.sluice_matcher_validate, c_size_t, self._pointer, tokens.ctypes.data, len(tokens)
        )

    def forced_tokens(self, limit=256, remaining=None):
        """The tokens that come next whatever is chosen, at most `limit`. The matcher stays where it is."""
        tokens = numpy.empty(limit, dtype=numpy.int32)
        count = _library.number(
            library.sluice_matcher_forced,
            c_size_t,
            self._pointer,
            NO_BUDGET if remaining is None else remaining,
            tokens.ctypes.data,
            limit,
        )
        return tokens[:count].tolist()

    def rollback(self, count):
        """Takes back the last tokens."""
        check(library.sluice_matcher_rollback(self._pointer, count))

    @property
    def count(self):
        """Tokens that were taken and not taken back."""
        return _library.number(library.sluice_matcher_count, c_size_t, self._pointer)

    @property
    def is_accepting(self):
        """Whether the document is complete as it stands."""
        return bool(_library.number(library.sluice_matcher_is_accepting, c_int32, self._pointer))

    @property
    def is_finished(self):
        """Whether an end token was taken."""
        return bool(_library.number(library.sluice_matcher_is_finished, c_int32, self._pointer))

    @property
    def text(self):
        """The document so far, as bytes: it may end in the middle of a code point."""
        return _library.text(library.sluice_matcher_text, self._pointer)

    @property
    def completion(self):
        """A shortest text that completes the document, as bytes."""
        return _library.text(library.sluice_matcher_completion, self._pointer)
