"""Verdicts of Python's jsonschema, in exact arithmetic, with format checks and with ECMA-262 patterns."""

import decimal

import ecma_patterns
import jsonschema
import referencing.exceptions

# What jsonschema raises for a reference without a target.
unresolvable = (referencing.exceptions.Unresolvable, jsonschema.exceptions._WrappedReferencingError)

DRAFTS = {
    "4": jsonschema.Draft4Validator,
    "6": jsonschema.Draft6Validator,
    "7": jsonschema.Draft7Validator,
    "2019-09": jsonschema.Draft201909Validator,
    "2020-12": jsonschema.Draft202012Validator,
}


def is_integer(checker, instance):
    """`1.0` is an integer from draft 6 on; jsonschema knows that of floats only."""
    if isinstance(instance, decimal.Decimal):
        return instance == instance.to_integral_value()
    return isinstance(instance, int) and not isinstance(instance, bool)


def exact(kind):
    """The validator class for instances whose numbers are Decimals."""
    if kind is jsonschema.Draft4Validator:
        return kind
    return jsonschema.validators.extend(kind, type_checker=kind.TYPE_CHECKER.redefine("integer", is_integer))


EXACT = {kind: exact(kind) for kind in DRAFTS.values()}


def validator(schema, draft="2020-12"):
    """The validator of a schema's own draft, or of `draft` where it names none."""
    kind = jsonschema.validators.validator_for(schema, default=DRAFTS[draft])
    return EXACT.get(kind, kind)(ecma_patterns.schema(schema), format_checker=kind.FORMAT_CHECKER)
