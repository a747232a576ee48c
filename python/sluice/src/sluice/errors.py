"""What the library refuses, one class for each of its codes."""

import json


class SluiceError(Exception):
    """A call failed.

    `code` is a stable name of the reason; `details` holds everything that is known, such as `keyword` and `pointer` of
    a refused schema.
    """

    def __init__(self, details):
        super().__init__(details["message"])
        self.details = details

    @property
    def code(self):
        return self.details["code"]

    @property
    def pointer(self):
        """JSON Pointer into the schema or tokenizer, or None."""
        return self.details.get("pointer")

    @property
    def keyword(self):
        return self.details.get("keyword")

    def __reduce__(self):
        return type(self), (self.details,)


class ArgumentError(SluiceError, ValueError):
    """A number out of its range, a buffer that is too small, an unknown option."""


class InvalidJSONError(SluiceError, ValueError):
    """A text is not JSON; `details["offset"]` is where, in bytes."""


class SchemaError(SluiceError, ValueError):
    """The schema is malformed, is satisfied by no value, or asks for what is not enforced."""


class TokenizerError(SluiceError, ValueError):
    """The tokenizer could not be read."""


class VocabularyError(SluiceError, ValueError):
    """No masks can be made for the vocabulary."""


class BudgetError(SluiceError, ValueError):
    """No document is sure to fit; `details["needed"]` tokens would do."""


class TokenError(SluiceError, ValueError):
    """The token is not allowed where it came."""


class BusyError(SluiceError, RuntimeError):
    """Another thread is using the matcher."""


class LimitError(SluiceError, RuntimeError):
    """A question about the schema went over its limit of work."""


class ResourceError(SluiceError, OSError):
    """The system refused threads or memory."""


_CLASSES = {
    1: ArgumentError,
    2: InvalidJSONError,
    3: SchemaError,
    4: TokenizerError,
    5: VocabularyError,
    6: BudgetError,
    7: TokenError,
    8: BusyError,
    9: LimitError,
    10: ResourceError,
}


def error_of(text):
    """The exception for the library's account of a failure."""
    details = json.loads(text)
    return _CLASSES.get(details["status"], SluiceError)(details)
