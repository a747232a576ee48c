"""Documents judged by a schema, and schemas judged by what the masks make of them."""

import json
from ctypes import c_int32

from . import _library
from ._library import Handle, library
from .constraint import json_bytes, option_bytes


class Validator(Handle):
    """A schema that judges documents; any thread may use it. `format` is an annotation unless `formats="assertion"`."""

    __slots__ = ()
    _free = library.sluice_validator_free

    def __init__(self, schema, **options):
        schema, options = json_bytes(schema), option_bytes(options)
        super().__init__(_library.new(library.sluice_validator_compile, schema, len(schema), options, len(options)))

    def is_valid(self, document):
        """The verdict on JSON text (str or bytes) or any other value of JSON."""
        document = json_bytes(document)
        return bool(_library.number(library.sluice_validator_is_valid, c_int32, self._pointer, document, len(document)))

    def validate(self, document):
        """The verdict with its reasons, in JSON Schema's basic output form."""
        document = json_bytes(document)
        return json.loads(_library.text(library.sluice_validator_validate, self._pointer, document, len(document)))


def report(schema, vocabulary=None, **options):
    """What the masks make of a schema, refused ones included: docs/check.md tells the members.

    vocabulary: to count the shortest document in tokens.
    """
    schema, options = json_bytes(schema), option_bytes(options)
    pointer = vocabulary._pointer if vocabulary is not None else None
    return json.loads(_library.text(library.sluice_report, schema, len(schema), options, len(options), pointer))
