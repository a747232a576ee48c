"""Many generations at a high temperature, every one checked against its schema.

    soak.py [--count N] [--temperature T] [--seed K] BASE-URL

Goes round the schemas of soak_schemas.json and several budgets. Exits with 1 when an answer was cut short or is not
valid for its schema.
"""

import argparse
import collections
import itertools
import json
import pathlib
import sys
import time

import jsonschema
import openai

BUDGETS = (64, 96, 160, 320)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--temperature", type=float, default=1.5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("base_url")
    arguments = parser.parse_args()

    schemas = json.loads(pathlib.Path(__file__).with_name("soak_schemas.json").read_text())
    validators = {}
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[name] = jsonschema.Draft202012Validator(schema)

    client = openai.OpenAI(base_url=arguments.base_url.rstrip("/") + "/v1", api_key="none", max_retries=0, timeout=300)
    model = client.models.list().data[0].id
    failures, tokens, used = [], 0, collections.Counter()
    started = time.monotonic()
    # Budgets change a round later than schemas, so that every schema meets every budget.
    rounds = itertools.cycle((name, shift) for shift in range(len(BUDGETS)) for name in schemas)
    for turn, (name, shift) in zip(range(arguments.count), rounds):
        budget = BUDGETS[(turn + shift) % len(BUDGETS)]
        used[name, budget] += 1
        try:
            answer = client.chat.completions.create(
                model=model,
                messages=[{"role": "user", "content": f"Make up something for {name}, number {turn}."}],
                response_format={"type": "json_schema", "json_schema": {"name": "soak", "schema": schemas[name]}},
                temperature=arguments.temperature,
                max_tokens=budget,
                seed=arguments.seed + turn,
            )
        except openai.OpenAIError as error:
            failures.append(f"{name}, {budget} tokens: {error}")
            continue
        tokens += answer.usage.completion_tokens
        choice = answer.choices[0]
        if choice.finish_reason != "stop":
            failures.append(f"{name}, {budget} tokens: finish_reason {choice.finish_reason}")
            continue
        try:
            errors = [error.message for error in validators[name].iter_errors(json.loads(choice.message.content))]
        except ValueError as error:
            errors = [f"no JSON: {error}"]
        if errors:
            failures.append(f"{name}, {budget} tokens: {errors[0]}\n    {choice.message.content}")

    seconds = time.monotonic() - started
    for failure in failures:
        print(failure, file=sys.stderr)
    print(
        f"{arguments.count} generations, {len({name for name, _ in used})} schemas, budgets {BUDGETS}, "
        f"temperature {arguments.temperature}: {len(failures)} failed; {tokens} tokens in {seconds:.1f} s"
    )
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
