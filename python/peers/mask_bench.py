"""Masks side by side, both engines driven from Python by the same loop over the same schemas, texts and tokenizer.

    mask_bench.py --data FILE --tokenizer FILE [--limit N] [--vocab-size N] [--eos ID] [--clock C] [--json FILE]

FILE of --data has one {"id", "schema", "tests": [{"valid", "data"}]} a line. Timed for both, on one thread, one engine
after the other:

    ttfm  compile one schema and compute its first mask
    tbm   a step: compute the mask, look the next token up in it, advance by that token
    warm  the same steps once more, with what the first pass has shown

Below the table stand the slowest steps of each engine, at most one a schema, with the text before them.

An instance counts as accepted when every token of it is allowed and the text may end behind it. Instances are written
with ", " and ": ", and both engines allow any whitespace of JSON.
"""

import argparse
import json
import resource
import sys
import time

import llguidance
import llguidance.numpy
import numpy
import sluice
from tokenizers import Tokenizer

CLOCKS = {"wall": time.perf_counter_ns, "cpu": time.thread_time_ns}
SLOWEST = 10
PERCENTILES = {"p50": 50, "p90": 90, "p99": 99, "p99.9": 99.9, "max": 100}


class Llguidance:
    name = "llguidance"

    def __init__(self, tokenizer, size, end):
        self.vocabulary = llguidance.LLTokenizer(tokenizer, n_vocab=size, eos_token=end)
        self.mask = llguidance.numpy.allocate_token_bitmask(1, self.vocabulary.vocab_size)
        self.fill = llguidance.numpy.fill_next_token_bitmask

    def source(self, schema):
        return json.dumps({"grammars": [{"json_schema": schema}]})

    def start(self, source):
        """A matcher whose first mask is filled; None when the schema is refused."""
        matcher = llguidance.LLMatcher(self.vocabulary, source)
        if matcher.is_error():
            return None
        self.fill(matcher, self.mask, 0)
        return matcher

    def run(self, first, tokens, times, now):
        matcher, mask, fill = first.deep_copy(), self.mask, self.fill
        for token in tokens:
            start = now()
            fill(matcher, mask, 0)
            allowed = (int(mask[0, token >> 5]) >> (token & 31)) & 1
            if allowed:
                matcher.consume_token(token)
            times.append(now() - start)
            if not allowed:
                return False
        return matcher.is_accepting()


class Sluice:
    name = "sluice"
    # Every schema by itself: nothing is learned from others.
    OPTIONS = {"any_text": True, "sharing": False}

    def __init__(self, tokenizer, size, end):
        self.vocabulary = sluice.Vocabulary.from_tokenizer(tokenizer.encode(), end_tokens=[end], rows=size)
        self.target = sluice.Bitmask.allocate(self.vocabulary)
        self.mask = self.target.array
        # What depends on the vocabulary and the options alone is prepared with the first schema; the peer does it above.
        sluice.Constraint(self.vocabulary, True, **self.OPTIONS)

    def source(self, schema):
        return json.dumps(schema)

    def start(self, source):
        try:
            matcher = sluice.Matcher(sluice.Constraint(self.vocabulary, source, **self.OPTIONS))
        except sluice.SluiceError:
            return None
        matcher.fill(self.target)
        return matcher

    def run(self, first, tokens, times, now):
        matcher, mask, target = first.copy(), self.mask, self.target
        fill, accept = matcher.fill, matcher.accept
        try:
            for token in tokens:
                start = now()
                fill(target)
                allowed = (int(mask[0, token >> 5]) >> (token & 31)) & 1
                if allowed:
                    accept(token)
                times.append(now() - start)
                if not allowed:
                    return False
            return matcher.is_accepting
        except sluice.LimitError:
            # A document that the masks give up on is not written.
            return False


def load(path, limit):
    with open(path) as file:
        rows = [json.loads(line) for line in file]
    return rows[:: max(1, len(rows) // limit)][:limit] if limit else rows


def measure(kind, rows, tokenizer, arguments):
    """Counts, and times in nanoseconds, of one engine."""
    now = CLOCKS[arguments.clock]
    start = now()
    engine = kind(tokenizer, arguments.vocab_size, arguments.eos)
    result = {"vocabulary": [now() - start], "ttfm": [], "tbm": [], "warm": []}
    counts = dict.fromkeys(("schemas", "passing", "compile_errors", "false_accepts", "false_rejects"), 0)
    slowest, first = [], None
    for row in rows:
        counts["schemas"] += 1
        source = engine.source(row["schema"])
        # To let the schema before go is no part of compiling this one, nor is asking the system for its memory again.
        before, start = first, now()
        first = engine.start(source)
        elapsed = now() - start
        del before
        if first is None:
            counts["compile_errors"] += 1
            continue
        result["ttfm"].append(elapsed)
        verdicts, candidates = [], []
        for tokens in row["tokens"]:
            before = len(result["tbm"])
            verdicts.append(engine.run(first, tokens, result["tbm"], now))
            steps = result["tbm"][before:]
            if steps:
                step = max(range(len(steps)), key=steps.__getitem__)
                candidates.append((steps[step], row["id"], tokens[:step]))
        slowest = sorted(slowest + [max(candidates)] if candidates else slowest, reverse=True)[:SLOWEST]
        for tokens in row["tokens"]:
            engine.run(first, tokens, result["warm"], now)
        accepts = any(verdict and not test["valid"] for verdict, test in zip(verdicts, row["tests"], strict=True))
        rejects = any(test["valid"] and not verdict for verdict, test in zip(verdicts, row["tests"], strict=True))
        counts["false_accepts"] += accepts
        counts["false_rejects"] += rejects
        counts["passing"] += not (accepts or rejects)
    counts["masks"] = len(result["tbm"])
    return counts, {name: summary(values) for name, values in result.items()}, slowest


def summary(values):
    """Average and percentiles in microseconds."""
    if not values:
        return {}
    micro = numpy.array(values) / 1000
    points = {name: float(numpy.percentile(micro, point)) for name, point in PERCENTILES.items()}
    return {"avg": float(micro.mean()), **points}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--limit", type=int, default=0, help="so many schemas, evenly spread; 0: all")
    parser.add_argument("--vocab-size", type=int, default=151936)
    parser.add_argument("--eos", type=int, default=151645)
    parser.add_argument(
        "--clock", choices=CLOCKS, default="wall", help="cpu: the time that the thread computed, for busy machines"
    )
    parser.add_argument("--json", help="also write counts and times to this file")
    arguments = parser.parse_args()
    with open(arguments.tokenizer) as file:
        text = file.read()
    tokenizer = Tokenizer.from_str(text)
    rows = load(arguments.data, arguments.limit)
    for row in rows:
        texts = [json.dumps(test["data"], ensure_ascii=False) for test in row["tests"]]
        row["tokens"] = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
    results = {}
    for kind in (Sluice, Llguidance):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        results[kind.name] = measure(kind, rows, text, arguments)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
        print(f"{kind.name}: {used:.0f} s of processor time", file=sys.stderr)
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump({name: {**counts, **times} for name, (counts, times, _) in results.items()}, file, indent=1)
    print_table(results)
    for name, (_, _, slowest) in results.items():
        print(f"\nslowest steps of {name}")
        for elapsed, schema, tokens in slowest:
            print(f"{elapsed / 1000:>12.0f} µs  {schema}  behind {tokenizer.decode(tokens)[-40:]!r}")


def print_table(results):
    (ours, our_times, _), (theirs, their_times, _) = results["sluice"], results["llguidance"]
    print(f"{'':22}{'sluice':>14}{'llguidance':>14}{'ratio':>10}")
    for name in ours:
        print(f"{name:22}{ours[name]:>14}{theirs[name]:>14}")
    print(f"{'vocabulary µs':22}{our_times['vocabulary']['avg']:>14.0f}{their_times['vocabulary']['avg']:>14.0f}")
    for group in ("ttfm", "tbm", "warm"):
        for point, value in our_times[group].items():
            other = their_times[group].get(point)
            ratio = f"{other / value:>9.1f}x" if other else ""
            print(f"{f'{group} µs {point}':22}{value:>14.2f}{other or float('nan'):>14.2f}{ratio}")


if __name__ == "__main__":
    main()
