"""The shared library and its functions.

`libsluice.so` lies in the package; the environment variable SLUICE_LIBRARY names another one.
"""

import ctypes
import os
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_void_p

from . import _calls
from .errors import error_of

ABI_VERSION = 1
NO_BUDGET = -1

_HANDLE = POINTER(c_void_p)
_TEXT = [POINTER(c_void_p), POINTER(c_size_t)]

# Result and arguments, as sluice.h has them; a status is None here, and checked by `call`.
_SIGNATURES = {
    "sluice_last_error": (c_char_p, []),
    "sluice_free": (c_void_p, [c_void_p]),
    "sluice_abi_version": (c_uint32, []),
    "sluice_vocabulary_from_tokenizer": (None, [c_char_p, c_size_t, c_size_t, c_void_p, c_size_t, _HANDLE]),
    "sluice_vocabulary_from_tokens": (
        None,
        [c_char_p, c_void_p, c_size_t, c_size_t, c_void_p, c_size_t, _HANDLE],
    ),
    "sluice_vocabulary_free": (c_void_p, [c_void_p]),
    "sluice_vocabulary_rows": (c_size_t, [c_void_p]),
    "sluice_vocabulary_words": (c_size_t, [c_void_p]),
    "sluice_constraint_compile": (None, [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, _HANDLE]),
    "sluice_constraint_bytes": (None, [c_void_p, *_TEXT]),
    "sluice_constraint_load": (None, [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, _HANDLE]),
    "sluice_constraint_free": (c_void_p, [c_void_p]),
    "sluice_matcher_new": (None, [c_void_p, c_int64, _HANDLE]),
    "sluice_matcher_copy": (None, [c_void_p, _HANDLE]),
    "sluice_matcher_free": (c_void_p, [c_void_p]),
    "sluice_matcher_fill": (None, [c_void_p, c_int64, c_void_p, c_size_t]),
    "sluice_matcher_accept": (None, [c_void_p, c_int32]),
    "sluice_matcher_accept_many": (None, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t)]),
    "sluice_matcher_accept_bytes": (None, [c_void_p, c_char_p, c_size_t, POINTER(c_size_t)]),
    "sluice_matcher_validate": (None, [c_void_p, c_void_p, c_size_t, POINTER(c_size_t)]),
    "sluice_matcher_forced": (None, [c_void_p, c_int64, c_void_p, c_size_t, POINTER(c_size_t)]),
    "sluice_matcher_rollback": (None, [c_void_p, c_size_t]),
    "sluice_matcher_count": (None, [c_void_p, POINTER(c_size_t)]),
    "sluice_matcher_is_accepting": (None, [c_void_p, POINTER(c_int32)]),
    "sluice_matcher_is_finished": (None, [c_void_p, POINTER(c_int32)]),
    "sluice_matcher_text": (None, [c_void_p, *_TEXT]),
    "sluice_matcher_completion": (None, [c_void_p, *_TEXT]),
    "sluice_pool_new": (None, [c_size_t, _HANDLE]),
    "sluice_pool_free": (c_void_p, [c_void_p]),
    "sluice_pool_threads": (c_size_t, [c_void_p]),
    "sluice_pool_fill": (
        None,
        [c_void_p, c_void_p, c_size_t, c_void_p, c_void_p, c_size_t, c_size_t, c_void_p],
    ),
    "sluice_validator_compile": (None, [c_char_p, c_size_t, c_char_p, c_size_t, _HANDLE]),
    "sluice_validator_free": (c_void_p, [c_void_p]),
    "sluice_validator_is_valid": (None, [c_void_p, c_char_p, c_size_t, POINTER(c_int32)]),
    "sluice_validator_validate": (None, [c_void_p, c_char_p, c_size_t, *_TEXT]),
    "sluice_report": (None, [c_char_p, c_size_t, c_char_p, c_size_t, c_void_p, *_TEXT]),
}


def _load():
    path = os.environ.get("SLUICE_LIBRARY") or os.path.join(os.path.dirname(__file__), "libsluice.so")
    library = ctypes.CDLL(path)
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.argtypes = arguments
        function.restype = c_int32 if result is None else result
    found = library.sluice_abi_version()
    if found != ABI_VERSION:
        raise ImportError(f"{path} has version {found} of the C ABI, this package needs {ABI_VERSION}")
    # The calls of every token go around ctypes.
    fill, accept = library.sluice_matcher_fill, library.sluice_matcher_accept
    _calls.bind(*(ctypes.cast(function, c_void_p).value for function in (fill, accept)))
    return library


library = _load()


def check(status):
    """Raises the error of a call that failed on this thread."""
    if status:
        raise error_of(library.sluice_last_error())


def new(function, *arguments):
    """The handle that a function makes."""
    handle = c_void_p()
    check(function(*arguments, byref(handle)))
    return handle.value


def number(function, kind, *arguments):
    """The number that a function stores through its last argument."""
    result = kind()
    check(function(*arguments, byref(result)))
    return result.value


def text(function, *arguments):
    """The bytes that a function gives."""
    pointer, size = c_void_p(), c_size_t()
    check(function(*arguments, byref(pointer), byref(size)))
    try:
        return ctypes.string_at(pointer, size.value)
    finally:
        library.sluice_free(pointer)


class Handle:
    """Owns what a pointer of the library leads to. What never changes is its own copy."""

    __slots__ = ("_pointer",)
    _free = None

    def __copy__(self):
        return self

    def __deepcopy__(self, known):
        return self

    def __reduce_ex__(self, protocol):
        raise TypeError(f"a {type(self).__name__} is memory of this process, and can't be copied or pickled")

    def __init__(self, pointer):
        self._pointer = pointer

    def __del__(self):
        pointer = getattr(self, "_pointer", None)
        if pointer is not None:
            self._pointer = None
            type(self)._free(pointer)
