"""Where Python's jsonschema departs from the specification, with the specification's words."""

import collections
import re


def of_document(error):
    """The specification's words when a ValidationError is jsonschema's own; None when the error stands."""
    for applies, words in ERRORS:
        if applies(error):
            return words
    return None


def of_schema(draft, schema):
    """The same for verdicts on any instance of a schema."""
    for applies, words in SCHEMAS:
        if applies(draft, schema):
            return words
    return None


def mentions(schema, *keywords):
    """Whether every keyword stands somewhere in the schema, one named twice at two places."""
    found = collections.Counter()

    def look(value):
        if isinstance(value, dict):
            found.update(list(value))
            for item in value.values():
                look(item)
        elif isinstance(value, list):
            for item in value:
                look(item)

    look(schema)
    return not collections.Counter(keywords) - found


ERRORS = [
    (
        lambda error: error.validator == "format"
        and error.validator_value in ("date-time", "time")
        and re.search(r":59:60|:[0-5][0-9]:60(\.[0-9]+)?[-+]", error.instance),
        "jsonschema knows no leap seconds. RFC 3339, 5.6: 'time-second = 2DIGIT ; 00-58, 00-59, 00-60 based on leap "
        "second rules'",
    ),
]

SCHEMAS = [
    (
        lambda draft, schema: draft == "2020-12"
        and "$id" not in schema
        and mentions(schema, "$dynamicRef", "$dynamicAnchor", "$id"),
        "jsonschema leaves a root without `$id` out of the dynamic scope. Core, 8.2.3.2: 'the initial URI MUST be "
        "replaced by the URI (including fragment) for the outermost schema resource in the dynamic scope (Section 7.1) "
        "that defines an identically named fragment with \"$dynamicAnchor\".'",
    ),
    (
        lambda draft, schema: draft == "2019-09" and mentions(schema, "contains", "unevaluatedItems"),
        "jsonschema takes items that `contains` matched as evaluated in 2019-09 too. Core, 9.3.1.3: 'Specifically, the "
        "annotations from \"items\" and \"additionalItems\", which can come from those keywords when they are adjacent "
        "to the \"unevaluatedItems\" keyword.'",
    ),
    (
        lambda draft, schema: draft == "2019-09"
        and (
            mentions(schema, "additionalProperties", "unevaluatedProperties")
            or mentions(schema, "unevaluatedProperties", "unevaluatedProperties")
        ),
        "jsonschema takes the keywords inside an object in `additionalProperties` or `unevaluatedProperties` for the "
        "names of what it evaluated in 2019-09. Core, 9.3.2.4: 'Those three annotations, as well as "
        "\"unevaluatedProperties\", can also result from any and all adjacent in-place applicator "
        "(Section 9.2) keywords.'",
    ),
]
