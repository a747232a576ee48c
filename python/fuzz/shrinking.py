"""Smaller versions of a value, and the search for the smallest that still shows something."""


def smaller(value):
    """The value with one part left out, or replaced by something plainer."""
    if isinstance(value, dict):
        for key in value:
            yield {other: item for other, item in value.items() if other != key}
        for key, item in value.items():
            for part in smaller(item):
                yield {**value, key: part}
        yield from (item for item in value.values() if isinstance(item, dict))
    elif isinstance(value, list):
        for place in range(len(value)):
            yield value[:place] + value[place + 1 :]
        for place, item in enumerate(value):
            for part in smaller(item):
                yield [*value[:place], part, *value[place + 1 :]]
    elif isinstance(value, str) and len(value) > 1 and not value.startswith("#"):
        yield value[:1]


def shrink(case, shows, batch=200):
    """The smallest (schema, instance) found from `case` for which `shows(cases)` answers true.

    `shows` takes a list of cases and gives a list of answers.
    """
    while True:
        schema, instance = case
        candidates = [(part, instance) for part in smaller(schema) if isinstance(part, (dict, bool))]
        candidates += [(schema, part) for part in smaller(instance)]
        for start in range(0, len(candidates), batch):
            part = candidates[start : start + batch]
            found = next((entry for entry, answer in zip(part, shows(part)) if answer), None)
            if found is not None:
                case = found
                break
        else:
            return case
