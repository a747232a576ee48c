"""How compiling grows, beside llguidance: with the number of tools to choose from, of properties, and of tokens.

    scale_bench.py --tokenizer FILE [--vocab-size N] [--eos ID] [--repeat N] [--xgrammar] [--json FILE]

Each figure is the least of `--repeat` runs, on one thread, each with text that no run before has seen:

    tools       a schema of N tools of 8 properties, compiled, and its first mask
    one changed the same, after a schema that differs in one tool; below it, how long Python takes to parse such a text
    properties  an object of N required properties, compiled, its first mask, and a document's masks one by one
    tokens      the vocabulary alone, of N made-up tokens: prepared once, and a schema compiled with its first mask
"""

import argparse
import json
import random
import resource
import time

from mask_bench import Llguidance, Sluice
from tokenizers import Tokenizer

TOOLS = (1, 10, 100, 1000)
PROPERTIES = (10, 100, 1000, 10000)
TOKENS = (32_000, 128_000, 152_000, 256_000)
KINDS = (
    {"type": "string"},
    {"type": "string", "maxLength": 40},
    {"type": "integer", "minimum": 0},
    {"type": "number"},
    {"type": "boolean"},
    {"enum": ["low", "medium", "high"]},
    {"type": "array", "items": {"type": "string"}},
    {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]},
)


def word(number, r):
    return "".join(r.choice("bdfgklmnprst") + r.choice("aeiou") for _ in range(3)) + str(number)


def tool(number, r):
    names = [word(place, r) for place in range(8)]
    arguments = {
        "type": "object",
        "properties": {name: dict(kind, description=word(place, r)) for place, (name, kind) in enumerate(zip(names, KINDS))},
        "required": names[:4],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"name": {"const": f"{word(number, r)}"}, "arguments": arguments},
        "required": ["name", "arguments"],
        "additionalProperties": False,
    }


def tools(count, r):
    return {"anyOf": [tool(number, r) for number in range(count)]}


def record(count, r):
    properties = {word(number, r): dict(KINDS[number % len(KINDS)]) for number in range(count)}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def made_up(count, seed=1):
    """A byte-level tokenizer.json of `count` tokens: bytes, then words with and without a space, numbers and JSON's marks."""
    from tokenizers.pre_tokenizers import ByteLevel

    r = random.Random(seed)
    words = dict.fromkeys(sorted(ByteLevel.alphabet()))
    words.update(dict.fromkeys(['{"', '":', '":"', '","', '"}', '"},', '},{"', '[]', '[{"', '":{"', 'Ġ{', 'Ġ"', '":Ġ"', '",Ġ"']))
    words.update(dict.fromkeys(str(number) for number in range(1000)))
    while len(words) < count - 1:
        text = "".join(r.choice("etaoinshrdlucmfwypvbgkqjxz") for _ in range(r.choice((2, 3, 4, 5, 6, 7, 9, 12))))
        words.setdefault(r.choice((text, "Ġ" + text, text.capitalize(), "Ġ" + text.capitalize())))
    vocabulary = {text: place for place, text in enumerate(words)}
    end = len(vocabulary)
    return json.dumps({
        "version": "1.0", "truncation": None, "padding": None, "normalizer": None, "post_processor": None,
        "added_tokens": [{"id": end, "content": "<|end|>", "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True}],
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "vocab": vocabulary,
                  "merges": []},
    }), end


class Xgrammar:
    """Compiles alone; see `engines.py` for its options."""

    name = "xgrammar"

    def __init__(self, tokenizer, size, end):
        from engines import Xgrammar as Peer

        self.peer = Peer(Tokenizer.from_str(tokenizer), size, end)

    def source(self, schema):
        return schema

    def start(self, schema):
        matcher = self.peer.xgrammar.GrammarMatcher(self.peer.compile(schema))
        matcher.fill_next_token_bitmask(self.peer.mask)
        return matcher


def least(repeat, body):
    """The least time of several runs in milliseconds, each of its own input; None when it is refused."""
    times = []
    for seed in range(repeat):
        argument = body(seed)
        start = time.perf_counter_ns()
        if argument() is None:
            return None
        times.append((time.perf_counter_ns() - start) / 1e6)
    return min(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--vocab-size", type=int, default=151936)
    parser.add_argument("--eos", type=int, default=151645)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--xgrammar", action="store_true", help="beside xgrammar too, which takes seconds a schema")
    parser.add_argument("--json", help="also write the figures to this file")
    arguments = parser.parse_args()
    with open(arguments.tokenizer) as file:
        text = file.read()
    tokenizer = Tokenizer.from_str(text)
    kinds = [Sluice, Llguidance] + ([Xgrammar] if arguments.xgrammar else [])
    engines = [kind(text, arguments.vocab_size, arguments.eos) for kind in kinds]
    figures = []

    def row(name, values):
        figures.append({"name": name, **dict(zip((kind.name for kind in kinds), values))})
        cells = "".join(f"{'refused' if value is None else f'{value:.3f}':>14}" for value in values)
        ours, theirs = values[0], values[1] if len(values) > 1 else None
        print(f"{name:34}{cells}" + (f"{theirs / ours:>10.1f}x" if ours and theirs else ""), flush=True)

    print(f"{'milliseconds':34}" + "".join(f"{kind.name:>14}" for kind in kinds) + f"{'ratio':>11}")

    def start(engine, schema):
        source = engine.source(schema)
        return lambda: engine.start(source)

    def resident():
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6

    # First of all: what is freed later would hide what is taken.
    kept, values = [], []
    for engine in engines[:2]:
        sources = [engine.source(tools(1, random.Random(f"memory {seed}"))) for seed in range(2000)]
        before = resident()
        kept.append([engine.start(source) for source in sources])
        values.append((resident() - before) / len(sources))
    print(f"{'MB of a compiled schema of 1 tool':34}" + "".join(f"{value:>14.3f}" for value in values))
    del kept

    for count in TOOLS:
        row(f"{count} tools", [
            least(1 if engine.name == "xgrammar" else arguments.repeat,
                  lambda seed: start(engine, tools(count, random.Random(f"tools {count} {seed}"))))
            for engine in engines])

    class Sharing(Sluice):
        OPTIONS = {**Sluice.OPTIONS, "sharing": True}

    def changed(engine, seed):
        r = random.Random(f"changed {seed}")
        schema = tools(TOOLS[-1], r)
        kept = engine.start(engine.source(schema))
        schema["anyOf"][r.randrange(TOOLS[-1])] = tool(TOOLS[-1], r)
        run = start(engine, schema)
        return lambda: (run(), kept)[0]

    sharing = [Sharing(text, arguments.vocab_size, arguments.eos)] + engines[1:]
    row(f"one of {TOOLS[-1]} tools changed", [
        least(arguments.repeat, lambda seed: changed(engine, seed)) if engine.name != "xgrammar" else None
        for engine in sharing])
    del sharing

    # What of that is reading the text.
    def parsing(seed):
        text = json.dumps(tools(TOOLS[-1], random.Random(f"parsing {seed}")))
        return lambda: json.loads(text)

    print(f"{'json.loads of their text':34}{least(arguments.repeat, parsing):>14.3f}", flush=True)
    for count in PROPERTIES:
        row(f"{count} properties", [
            least(1 if engine.name == "xgrammar" else arguments.repeat,
                  lambda seed: start(engine, record(count, random.Random(f"properties {count} {seed}"))))
            for engine in engines])

    def document(engine, count, seed):
        schema = record(count, random.Random(f"document {count} {seed}"))
        values = ["a b", "some text", 12, 3.5, True, "low", ["x"], {"id": 1}]
        content = {name: values[place % 8] for place, name in enumerate(schema["properties"])}
        tokens = tokenizer.encode(json.dumps(content), add_special_tokens=False).ids
        first = engine.start(engine.source(schema))

        def run():
            steps = []
            return (engine.run(first, tokens, steps, time.perf_counter_ns) or None) and sum(steps) / len(steps)

        return run

    for count in PROPERTIES[:3]:
        values = []
        for kind, engine in zip(kinds, engines):
            step = None if kind is Xgrammar else document(engine, count, 0)()
            values.append(None if step is None else step / 1e6)
        row(f"a step of {count} properties", values)

    for count in TOKENS:
        made, end = made_up(count)
        size = end + 1
        prepared, compiled = [], []
        for kind in kinds[:2]:
            began = time.perf_counter_ns()
            engine = kind(made, size, end)
            prepared.append((time.perf_counter_ns() - began) / 1e6)
            compiled.append(least(arguments.repeat, lambda seed: start(engine, tools(10, random.Random(f"tokens {seed}")))))
            del engine
        row(f"vocabulary of {count}", prepared)
        row(f"10 tools, {count} tokens", compiled)

    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump(figures, file, indent=1)


if __name__ == "__main__":
    main()
