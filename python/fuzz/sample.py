"""Random documents of real-world schemas, drawn through the masks, judged by Python's jsonschema.

    sample.py --schemas FILE --tokenizer FILE [--sluice BINARY] [--limit M] [--count N] [--seed K] ...

FILE has one {"id", "schema"} a line. `sluice sample` draws N documents from each of M schemas spread over the file;
every one is judged with format checks on, in the draft that its schema names. Prints what was drawn, valid, invalid and
stuck, and each invalid document. Where jsonschema itself departs from the specification, the verdict is listed with the
specification's words (known_departures.py). Exits with 1 when a document is invalid, stuck or no JSON.
"""

import argparse
import collections
import json
import re
import subprocess
import sys

import exact_json
import known_departures
import reference


def judge(schemas, row):
    """`valid`, or why not, with the specification's words where jsonschema is wrong."""
    try:
        document = exact_json.parse(row["text"])
    except ValueError as error:
        return f"no JSON: {error}"
    validator = schemas.get(row["id"])
    try:
        error = next(iter(validator.iter_errors(document)), None)
    except RecursionError:
        return "unjudged: jsonschema nests too deep"
    except re.error as error:
        return f"unjudged: Python can't compile a pattern: {error}"
    except reference.unresolvable as error:
        return f"unjudged: jsonschema can't resolve a reference: {error}"
    if error is None:
        return "valid"
    words = known_departures.of_document(error)
    return f"peer: {words}" if words else f"{error.json_path}: {error.validator}: {error.message[:300]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemas", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--sluice", default=".build/release/sluice")
    parser.add_argument("--limit", type=int, default=1_000)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--max-tokens", type=int, default=96)
    arguments = parser.parse_args()

    schemas = {}
    with open(arguments.schemas, encoding="utf-8") as file:
        for line in file:
            row = exact_json.parse(line)
            schemas[row["id"]] = reference.validator(row["schema"])
    process = subprocess.Popen(
        [
            arguments.sluice, "sample", "--schemas", arguments.schemas, "--tokenizer", arguments.tokenizer,
            "--limit", str(arguments.limit), "--count", str(arguments.count), "--seed", str(arguments.seed),
            "--max-tokens", str(arguments.max_tokens), "--choice", "mixed",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    refused, verdicts, departures, used, failures = *(collections.Counter() for _ in range(3)), set(), []
    rollbacks = 0
    for line in process.stdout:
        row = json.loads(line)
        rollbacks += row.get("rollbacks", 0)
        if "refused" in row:
            refused[re.sub(r"^\S*/(\S*:)", r"\1", row["refused"])[:120]] += 1
            continue
        used.add(row["id"])
        if "stuck" in row:
            verdicts["stuck"] += 1
            failures.append(f"{row['id']}: stuck: {row['stuck'][:300]}")
            continue
        verdict = judge(schemas, row)
        kind, _, words = verdict.partition(": ")
        if kind in ("peer", "unjudged"):
            departures[verdict] += 1
            verdicts[kind] += 1
        elif verdict == "valid":
            verdicts["valid"] += 1
        else:
            verdicts["invalid"] += 1
            failures.append(f"{row['id']}: {verdict}\n    {row['text'][:500]}")
    status = process.wait()
    for failure in failures:
        print(failure)
    for words, count in departures.most_common():
        print(f"{count} documents: {words}")
    for reason, count in refused.most_common():
        print(f"{count} schemas refused: {reason}")
    print(
        f"{sum(verdicts.values())} documents of {len(used)} schemas ({sum(refused.values())} refused), "
        f"seed {arguments.seed}: "
        f"{verdicts['valid']} valid, {verdicts['invalid']} invalid, {verdicts['stuck']} stuck, "
        f"{verdicts['peer']} on which jsonschema departs from the specification, {verdicts['unjudged']} unjudged; "
        f"{rollbacks} rollbacks, {1000 * rollbacks / max(1, sum(verdicts.values())):.1f} a thousand documents"
    )
    if status not in (0, 1):
        print(f"sluice sample ended with status {status}")
    sys.exit(1 if failures or status not in (0, 1) or not used else 0)


if __name__ == "__main__":
    main()
