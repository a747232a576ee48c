"""Many generations at a high temperature, every one checked against its schema.

    soak.py [--count N | --seconds S] [--distinct N] [--clients N] [--leave SHARE] [--temperature T] [--seed K] BASE-URL

Goes round the schemas of soak_schemas.json and several budgets, with as many clients at a time as --clients says. A share
of them goes away behind the first token. --distinct bounds how many requests there are before they come again: what is
remembered of a schema grows with new documents, so that memory can only be expected to stay as it is with old ones. At the end no text may run and no page of the cache be in use, and in a run of a
minute or more the gateway's memory may not have grown over the last third. Exits with 1 when that is not so, or when an
answer was cut short or is not valid for its schema.
"""

import argparse
import collections
import json
import pathlib
import re
import sys
import threading
import time
import urllib.request

import jsonschema
import openai

BUDGETS = (64, 96, 160, 320)
# Of the memory that the gateway had before.
GROWTH = 0.03


class Soak:
    def __init__(self, arguments):
        self.arguments = arguments
        self.base_url = arguments.base_url.rstrip("/")
        self.schemas = json.loads(pathlib.Path(__file__).with_name("soak_schemas.json").read_text())
        self.names = list(self.schemas)
        self.validators = {}
        for name, schema in self.schemas.items():
            jsonschema.Draft202012Validator.check_schema(schema)
            self.validators[name] = jsonschema.Draft202012Validator(schema)
        self.client = openai.OpenAI(base_url=self.base_url + "/v1", api_key="none", max_retries=0, timeout=300)
        self.model = self.client.models.list().data[0].id
        self.lock = threading.Lock()
        self.turn = 0
        self.failures, self.tokens, self.left = [], 0, 0
        self.used = collections.Counter()
        self.started = time.monotonic()

    def next_turn(self):
        with self.lock:
            seconds = self.arguments.seconds
            if seconds is None and self.turn == self.arguments.count:
                return None
            if seconds is not None and time.monotonic() - self.started >= seconds:
                return None
            self.turn += 1
            return self.turn - 1

    def fail(self, text):
        with self.lock:
            self.failures.append(text)

    def run_client(self):
        while (turn := self.next_turn()) is not None:
            turn %= self.arguments.distinct
            name = self.names[turn % len(self.names)]
            # Budgets change a round later than schemas, so that every schema meets every budget.
            budget = BUDGETS[(turn + turn // len(self.names)) % len(BUDGETS)]
            goes_away = (turn + 1) * self.arguments.leave % 1 < self.arguments.leave
            try:
                self.ask(turn, name, budget, goes_away)
            except (openai.OpenAIError, ValueError) as error:
                self.fail(f"{name}, {budget} tokens: {error}")

    def ask(self, turn, name, budget, goes_away):
        request = dict(
            model=self.model,
            messages=[{"role": "user", "content": f"Make up something for {name}, number {turn}."}],
            response_format={"type": "json_schema", "json_schema": {"name": "soak", "schema": self.schemas[name]}},
            temperature=self.arguments.temperature,
            max_tokens=budget,
            seed=self.arguments.seed + turn,
        )
        if goes_away:
            with self.client.chat.completions.create(stream=True, **request) as stream:
                next(iter(stream))
            with self.lock:
                self.left += 1
            return
        answer = self.client.chat.completions.create(**request)
        choice = answer.choices[0]
        with self.lock:
            self.tokens += answer.usage.completion_tokens
            self.used[name, budget] += 1
        if choice.finish_reason != "stop":
            self.fail(f"{name}, {budget} tokens: finish_reason {choice.finish_reason}")
            return
        try:
            errors = [error.message for error in self.validators[name].iter_errors(json.loads(choice.message.content))]
        except ValueError as error:
            errors = [f"no JSON: {error}"]
        if errors:
            self.fail(f"{name}, {budget} tokens: {errors[0]}\n    {choice.message.content}")

    def metrics(self):
        with urllib.request.urlopen(self.base_url + "/metrics", timeout=60) as answer:
            text = answer.read().decode()
        return {name: float(value) for name, value in re.findall(r"^([^#\s]\S*) (\S+)$", text, re.MULTILINE)}

    def check_pages(self):
        """Nothing is left of what has ended or was left."""
        for _ in range(200):
            metrics = self.metrics()
            if metrics["sluice_texts_running"] == 0 and metrics["sluice_queue_waiting"] == 0:
                break
            time.sleep(0.05)
        used, running = metrics['sluice_cache_pages{state="used"}'], metrics["sluice_texts_running"]
        if used or running:
            self.fail(f"{used:.0f} pages are in use and {running:.0f} texts run behind the last answer")
        return metrics


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--distinct", type=int, default=1 << 30)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--leave", type=float, default=0)
    parser.add_argument("--temperature", type=float, default=1.5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("base_url")
    arguments = parser.parse_args()

    soak = Soak(arguments)
    clients = [threading.Thread(target=soak.run_client) for _ in range(arguments.clients)]
    for client in clients:
        client.start()
    memory = []
    while any(client.is_alive() for client in clients):
        memory.append(soak.metrics()["process_resident_memory_bytes"])
        time.sleep(1)
    for client in clients:
        client.join()
    seconds = time.monotonic() - soak.started
    metrics = soak.check_pages()

    if seconds >= 60:
        third = len(memory) // 3
        before, after = max(memory[third : 2 * third]), max(memory[2 * third :])
        print(f"memory: {memory[0] / 1e6:.0f} MB at first, {before / 1e6:.0f} MB at most in the second third of the "
              f"run, {after / 1e6:.0f} MB in the last")
        if after > before * (1 + GROWTH):
            soak.fail(f"memory grew from {before / 1e6:.0f} to {after / 1e6:.0f} MB")
    for failure in soak.failures:
        print(failure, file=sys.stderr)
    rows = metrics['sluice_step_rows_total{kind="decode"}'] / max(metrics["sluice_steps_total"], 1)
    print(
        f"{soak.turn} generations, {len({name for name, _ in soak.used})} schemas, budgets {BUDGETS}, temperature "
        f"{arguments.temperature}, {arguments.clients} clients, {soak.left} left early: {len(soak.failures)} failed; "
        f"{soak.tokens} tokens in {seconds:.1f} s, {rows:.1f} sampled tokens a step, "
        f"{metrics['sluice_shared_tokens_total']:.0f} tokens shared"
    )
    sys.exit(1 if soak.failures else 0)


if __name__ == "__main__":
    main()
