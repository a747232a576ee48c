"""Random schemas from every keyword, random instances: Python's jsonschema, the validator and the masks.

    differential.py [--sluice BINARY] [--pairs N] [--seed K] [--draft D]

Schemas of all five drafts, five instances each, biased to be nearly valid. jsonschema's verdict is compared with the
validator's, and the validator's with the masks' (the instance written compactly, byte by byte, any property order).
Disagreements are printed in the smallest form that still shows them. Exits with 1 when there is one, or a crash. A
schema that the masks refuse is counted by the keyword; one refused as unsatisfiable must have no valid instance. Where
jsonschema itself departs from the specification, the case is counted under the specification's words.
"""

import argparse
import collections
import random
import re
import sys

import exact_json
import judge
import known_departures
import reference
import schemas
import shrinking

INSTANCES = 5
UNSATISFIABLE = "no value is valid"


def generate(seed, pairs, drafts):
    source = random.Random(seed)
    cases = []
    while len(cases) * INSTANCES < pairs:
        draft = source.choice(drafts)
        maker = schemas.Schemas(source, draft)
        schema = maker.document()
        values = schemas.Instances(source, schema, maker)
        cases.append((draft, schema, [values.instance() for _ in range(INSTANCES)]))
    return cases


def expected(draft, schema, instance):
    """jsonschema's verdict; None where it has none."""
    try:
        validator = reference.validator(schema, draft)
        return validator.is_valid(instance)
    except (RecursionError, TypeError, AttributeError, re.error, *reference.unresolvable):
        return None


def complaint(draft, schema, instance, validator, masks):
    """What is wrong with the verdicts on one instance, and None when nothing is. Verdicts are booleans or reasons."""
    peer = expected(draft, schema, instance)
    for name, verdict in (("validator", validator), ("masks", masks)):
        if isinstance(verdict, str) and verdict.startswith(("crash", "hang")):
            return f"{name}: {verdict}"
    if isinstance(peer, bool):
        if validator != peer and not known_departures.of_schema(draft, schema):
            return f"jsonschema says {peer}, the validator {validator}"
    if isinstance(validator, bool):
        if isinstance(masks, bool) and masks != validator:
            return f"the validator says {validator}, the masks {masks}"
        if isinstance(masks, str) and UNSATISFIABLE in masks and validator:
            return f"the validator says {validator}, the masks: {masks}"
    return None


def answers(sluice, cases):
    """(validator, masks) for each instance of each case."""
    result = []
    for (_, _, instances), (validator, masks) in zip(cases, judge.verdicts(sluice, cases)):
        spread = lambda verdicts: [verdicts] * len(instances) if isinstance(verdicts, str) else verdicts
        result.append(list(zip(spread(validator), spread(masks))))
    return result


def kind(words):
    """A complaint's kind, which must stay the same while its case gets smaller."""
    return None if words is None else re.sub(r": .*", "", words)


def minimal(sluice, draft, schema, instance, words):
    def shows(candidates):
        cases = [(draft, schema, [instance]) for schema, instance in candidates]
        found = []
        for (_, schema, (instance,)), ((validator, masks),) in zip(cases, answers(sluice, cases)):
            try:
                reference.validator(schema, draft).check_schema(schema)
            except reference.jsonschema.SchemaError:
                found.append(False)
                continue
            found.append(kind(complaint(draft, schema, instance, validator, masks)) == kind(words))
        return found

    return shrinking.shrink((schema, instance), shows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sluice", default=".build/release/sluice")
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--draft", action="append", choices=schemas.DRAFTS)
    parser.add_argument("--show", type=int, default=20, help="disagreements to print in full (default 20)")
    arguments = parser.parse_args()

    cases = generate(arguments.seed, arguments.pairs, arguments.draft or schemas.DRAFTS)
    tally, refused, departures, disagreements = collections.Counter(), collections.Counter(), collections.Counter(), []
    for (draft, schema, instances), verdicts in zip(cases, answers(arguments.sluice, cases)):
        for instance, (validator, masks) in zip(instances, verdicts):
            tally["pairs"] += 1
            peer = expected(draft, schema, instance)
            tally["valid"] += validator is True
            tally["without jsonschema's verdict"] += peer is None
            tally["without the validator's verdict"] += isinstance(validator, str)
            tally["judged by masks"] += isinstance(masks, bool)
            if isinstance(masks, str):
                reason = UNSATISFIABLE if UNSATISFIABLE in masks else re.sub(r"^\S*/(\S+?):? ", r"\1: ", masks)
                refused[reason] += 1
            if isinstance(peer, bool) and validator != peer:
                words = known_departures.of_schema(draft, schema)
                if words:
                    departures[words] += 1
            words = complaint(draft, schema, instance, validator, masks)
            if words:
                disagreements.append((draft, schema, instance, words))
    seen = set()
    for draft, schema, instance, words in disagreements:
        if len(seen) >= arguments.show:
            break
        schema, instance = minimal(arguments.sluice, draft, schema, instance, words)
        text = f"draft {draft}: {exact_json.write(schema)} on {exact_json.write(instance)}: {words}"
        if text not in seen:
            print(text, flush=True)
        seen.add(text)
    for words, count in departures.most_common():
        print(f"{count} pairs on which jsonschema departs from the specification: {words}")
    for reason, count in refused.most_common(12):
        print(f"{count} pairs refused by the masks: {reason[:200]}")
    figures = ", ".join(f"{count} {name}" for name, count in tally.items())
    print(f"{figures}; {len(cases)} schemas, seed {arguments.seed}: {len(disagreements)} disagreements")
    sys.exit(1 if disagreements else 0)


if __name__ == "__main__":
    main()
