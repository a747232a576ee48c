"""The official JSON Schema suite through the masks of Sluice, llguidance and xgrammar, side by side.

    suite_table.py --suite DIR --tokenizer FILE [--sluice BINARY] [--draft D]... [--json FILE]

Every required case is written compactly, and pushed token by token through each engine's masks. A case agrees when it
passes and is valid, or does not pass and is invalid. A schema that an engine refuses makes its cases refused, unless it
is refused for having no valid instance: then nothing passes. Formats are annotations in these cases. Exits with 1 when
Sluice judges a case wrong or refuses one; the peers are there for comparison.
"""

import argparse
import importlib.util
import json
import queue
import subprocess
import sys
import threading

import engines
import suite_cases

COLUMNS = ("agreed", "refused", "wrongly_accepted", "wrongly_rejected")
# A schema that an engine has not done by then counts as refused.
SECONDS = 30


def work(name, arguments):
    """Judges schemas from standard input with one engine, a line each."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(arguments.tokenizer)
    engine = engines.ENGINES[name](tokenizer, arguments.vocab_size, arguments.eos)
    spelling = suite_cases.Spelling(tokenizer)
    for line in sys.stdin:
        schema, texts = json.loads(line)
        try:
            compiled = engine.compile(schema)
            answer = [engine.accepts(compiled, spelling.tokens(text)) for text in texts]
        except engines.Unsatisfiable:
            answer = [False] * len(texts)
        except engines.Refused as error:
            answer = str(error)
        print(json.dumps(answer), flush=True)


class Worker:
    """An engine in a process of its own, which may crash or take too long."""

    def __init__(self, name, arguments):
        self.command = [
            sys.executable, __file__, "--work", name, "--suite", arguments.suite, "--tokenizer", arguments.tokenizer,
            "--vocab-size", str(arguments.vocab_size), "--eos", str(arguments.eos),
        ]  # fmt: skip
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.lines = queue.Queue()
        threading.Thread(target=self.read, args=(self.process.stdout, self.lines), daemon=True).start()
        # The first answer waits for the engine to load.
        self.ask(True, [], 300)

    @staticmethod
    def read(stream, lines):
        for line in stream:
            lines.put(line)
        lines.put(None)

    def ask(self, schema, texts, seconds=SECONDS):
        """A verdict for each text, or a string that says why there is none."""
        if self.process is None:
            self.start()
        self.process.stdin.write(json.dumps([schema, texts]) + "\n")
        self.process.stdin.flush()
        try:
            line = self.lines.get(timeout=seconds)
        except queue.Empty:
            line, reason = None, f"took over {seconds} s"
        else:
            reason = "crashed"
        if line is None:
            self.stop()
            return reason
        return json.loads(line)

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def peer(name, drafts, arguments):
    tallies, worker = {}, Worker(name, arguments)
    for draft in drafts:
        tally = dict.fromkeys(("cases", *COLUMNS), 0)
        for _, schema, cases in suite_cases.groups(arguments.suite, draft):
            tally["cases"] += len(cases)
            answer = worker.ask(schema, [text for text, _ in cases])
            if isinstance(answer, str):
                tally["refused"] += len(cases)
                continue
            for (_, is_valid), accepted in zip(cases, answer):
                wrong = "wrongly_accepted" if accepted else "wrongly_rejected"
                tally["agreed" if accepted == is_valid else wrong] += 1
        tallies[draft] = tally
    worker.stop()
    return tallies


def sluice(drafts, arguments):
    command = [
        arguments.sluice, "suite", arguments.suite, "--tokenizer", arguments.tokenizer, "--vocab-size",
        str(arguments.vocab_size), "--eos", str(arguments.eos), "--json",
    ]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with status {done.returncode}")
    tallies = {tally["draft"]: tally for tally in json.loads(done.stdout)}
    for draft in drafts:
        for entry in tallies[draft]["wrong"]:
            print(f"sluice: {entry['title']}: {entry['reason']}")
        for entry in tallies[draft]["refusals"]:
            print(f"sluice refuses {entry['title']}: {entry['reason']}")
    return {draft: tallies[draft] for draft in drafts}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--sluice", default=".build/release/sluice")
    parser.add_argument("--vocab-size", type=int, default=151_936)
    parser.add_argument("--eos", type=int, default=151_645)
    parser.add_argument("--draft", action="append", choices=list(suite_cases.DRAFTS))
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--work", choices=engines.NAMES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(arguments.work, arguments)
        return

    drafts = arguments.draft or list(suite_cases.DRAFTS)
    results = {"sluice": sluice(drafts, arguments)}
    for name in engines.NAMES:
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed, so its rows are left out")
        else:
            results[name] = peer(name, drafts, arguments)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)
    print(f"{'':14}{'':12}{'cases':>8}" + "".join(f"{column.replace('_', ' '):>18}" for column in COLUMNS))
    for draft in drafts:
        for name, tallies in results.items():
            tally = tallies[draft]
            figures = "".join(f"{tally[column]:>18}" for column in COLUMNS)
            print(f"{draft:14}{name:12}{tally['cases']:>8}{figures}")
    ours = results["sluice"].values()
    sys.exit(0 if all(tally["agreed"] == tally["cases"] for tally in ours) else 1)


if __name__ == "__main__":
    main()
