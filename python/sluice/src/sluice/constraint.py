"""Schemas compiled for a vocabulary."""

import functools
import json

from . import _library
from ._library import Handle, library


class Constraint(Handle):
    """A schema compiled for a vocabulary. Keep one for all documents of its schema; any thread may use it.

    schema: a dict or bool, or JSON text as str or bytes.
    options: as docs/c-abi.md lists them, such as `draft="7"`, `any_text=True`, `property_order="any"`.
    """

    __slots__ = ("vocabulary",)
    _free = library.sluice_constraint_free

    def __init__(self, vocabulary, schema, **options):
        schema, options = json_bytes(schema), option_bytes(options)
        self.vocabulary = vocabulary
        super().__init__(
            _library.new(
                library.sluice_constraint_compile,
                vocabulary._pointer,
                schema,
                len(schema),
                options,
                len(options),
            )
        )


    def to_bytes(self):
        """The compiled schema, to be loaded for the same vocabulary with the same options."""
        return _library.text(library.sluice_constraint_bytes, self._pointer)

    @classmethod
    def from_bytes(cls, vocabulary, compiled, **options):
        """A schema compiled before; bytes of another vocabulary, other options or another version are refused.

        Load only what you would run: the bytes say what the masks are.
        """
        options = option_bytes(options)
        constraint = cls.__new__(cls)
        constraint.vocabulary = vocabulary
        Handle.__init__(
            constraint,
            _library.new(
                library.sluice_constraint_load,
                vocabulary._pointer,
                compiled,
                len(compiled),
                options,
                len(options),
            ),
        )
        return constraint


def json_bytes(value):
    """JSON text as UTF-8: a str or bytes is such a text already."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, allow_nan=False).encode()


def option_bytes(options):
    if not options:
        return b""
    try:
        # True and 1 are equal, but not as options.
        return _known_option_bytes(tuple((name, type(value), value) for name, value in options.items()))
    except TypeError:
        return json_bytes(options)


@functools.lru_cache(maxsize=64)
def _known_option_bytes(options):
    return json_bytes({name: value for name, _, value in options})
