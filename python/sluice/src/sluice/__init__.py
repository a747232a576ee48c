"""Token masks for JSON Schema, a validator, and an enforcement report, over Sluice's C ABI."""

from .batch import Pool, fill_batch
from .bitmask import Bitmask
from .constraint import Constraint
from .errors import (
    ArgumentError,
    BudgetError,
    BusyError,
    InvalidJSONError,
    LimitError,
    ResourceError,
    SchemaError,
    SluiceError,
    TokenError,
    TokenizerError,
    VocabularyError,
)
from .matcher import Matcher
from .validator import Validator, report
from .vocabulary import Vocabulary

__all__ = [
    "ArgumentError",
    "Bitmask",
    "BudgetError",
    "BusyError",
    "Constraint",
    "InvalidJSONError",
    "LimitError",
    "Matcher",
    "Pool",
    "ResourceError",
    "SchemaError",
    "SluiceError",
    "TokenError",
    "TokenizerError",
    "Validator",
    "Vocabulary",
    "VocabularyError",
    "fill_batch",
    "report",
]
