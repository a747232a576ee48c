"""Schemas made to hurt: each gives a first mask and a document, or a named error, in bounded time and memory.

    hostile.py [--sluice BINARY] [--seconds S] [--document-seconds S] [--megabytes M]

Prints what came of each with the processor time of compiling it and asking for its first mask, that of writing a document
(compiled anew), whose every mask may take its own second, and the peak memory. Exits with 1 when one goes over a limit or crashes, or
when one that must work does not.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile


def layers(depth, width, branch):
    """A `oneOf` of `width` branches in each of `depth` layers."""
    defs = {}
    for layer in range(depth):
        below = {"$ref": f"#/$defs/l{layer + 1}"} if layer + 1 < depth else {"type": "integer"}
        defs[f"l{layer}"] = {"oneOf": [branch(below, index) for index in range(width)]}
    return {"$ref": "#/$defs/l0", "$defs": defs}


def doubled(depth):
    """References that come to 2^depth copies."""
    defs = {"d0": {"type": "string"}}
    for level in range(1, depth):
        below = {"$ref": f"#/$defs/d{level - 1}"}
        defs[f"d{level}"] = {"allOf": [below, below]}
    return {"$ref": f"#/$defs/d{depth - 1}", "$defs": defs}


def tree(depth):
    """A schema of 2^depth leaves."""
    schema = {"type": "integer"}
    for level in range(depth):
        schema = {"allOf": [{"anyOf": [schema, {"minimum": level}]}, {"anyOf": [schema, {"maximum": level}]}]}
    return schema


def cycle():
    return {
        "$defs": {
            "a": {"$ref": "#/$defs/b", "type": "object", "properties": {"x": {"$ref": "#/$defs/a"}}},
            "b": {"$ref": "#/$defs/c", "minProperties": 1},
            "c": {"anyOf": [{"$ref": "#/$defs/d"}, {"type": "object"}]},
            "d": {"properties": {"y": {"$ref": "#/$defs/b"}}},
        },
        "$ref": "#/$defs/a",
    }


def chain(length, link):
    """Definitions each of which refers to the next one, in place."""
    defs = {f"d{i}": link({"$ref": f"#/$defs/d{i + 1}"}) for i in range(length)}
    return {"$ref": "#/$defs/d0", "$defs": defs | {f"d{length}": {"type": "integer"}}}


def chosen(index):
    """An `if` with both consequences."""
    return {
        "if": {"properties": {f"t{index}": {"const": 1}}, "required": [f"t{index}"]},
        "then": {"required": [f"u{index}"]},
        "else": {"properties": {f"v{index}": False}},
    }


# Schemas, as values or as texts, with whether a document has to come of each.
CASES = {
    "oneOf 16 deep, 64 wide, in place": (layers(16, 64, lambda below, i: dict(below, minimum=i)), True),
    "oneOf 16 deep, 64 wide, in members": (
        layers(16, 64, lambda below, i: {"type": "object", "properties": {f"k{i}": below}, "required": [f"k{i}"]}),
        False,
    ),
    "oneOf of 64 that overlap": (
        {"oneOf": [{"properties": {f"p{i}": {"type": "integer"}, f"p{i + 1}": {"type": "string"}}} for i in range(64)]},
        False,
    ),
    "oneOf of 256 patterns": ({"oneOf": [{"type": "string", "pattern": f"^a{i}.*b"} for i in range(256)]}, True),
    "allOf of 40 anyOf": (
        {
            "allOf": [
                {"anyOf": [{"required": [f"a{i}"]}, {"required": [f"b{i}"]}, {"properties": {f"c{i}": False}}]}
                for i in range(40)
            ]
        },
        True,
    ),
    "allOf of 30 oneOf": (
        {"allOf": [{"oneOf": [{"required": [f"a{i}"]}, {"required": [f"b{i}"]}]} for i in range(30)]},
        True,
    ),
    "allOf of 40 if, then, else": ({"type": "object", "allOf": [chosen(i) for i in range(40)]}, True),
    "tree of 65,536 leaves": (tree(16), False),
    "references that double 60 times": (doubled(60), True),
    "cycle of references with siblings": (cycle(), True),
    "cycle of references": (
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
        False,
    ),
    "pattern (a|a)*b(a+)+": ({"type": "string", "pattern": "^(a|a)*b(a+)+(a*)*c{50}(x+x+)+y$"}, True),
    "pattern (([a-z])+.)+": ({"type": "string", "pattern": "^(([a-z])+.)+[A-Z]([a-z])+$", "maxLength": 100000}, True),
    "pattern with nested counts": ({"type": "string", "pattern": "(((((a{100}){100}){100}){100}){100})"}, False),
    "pattern .*a.{40}$": ({"type": "string", "pattern": ".*a.{40}$"}, True),
    "patterns whose product is 2^20": (
        {"type": "string", "allOf": [{"pattern": f"(a|b)*a(a|b){{{i}}}$"} for i in range(10, 20)]},
        False,
    ),
    "pattern and complement of 2^30": (
        {"type": "string", "not": {"pattern": "(a|b)*a(a|b){30}$"}, "pattern": "(a|b)*b(a|b){29}$"},
        False,
    ),
    "pattern of ten lookaheads": (
        {"type": "string", "pattern": "^" + "".join(f"(?=.*{c})" for c in "abcdefghij") + ".{1000,100000}$"},
        False,
    ),
    "500 patternProperties": (
        {"type": "object", "patternProperties": {f"^x{i}.*y{i % 7}": {"minimum": i} for i in range(500)}},
        False,
    ),
    "maxItems 10^9": ({"type": "array", "items": {"type": "integer"}, "maxItems": 10**9}, True),
    "minItems 10^9": ({"type": "array", "items": {"type": "integer"}, "minItems": 10**9}, False),
    "minItems 10^9, all different": ({"type": "array", "minItems": 10**9, "uniqueItems": True}, False),
    "minContains 10^9": ({"type": "array", "contains": {"type": "integer"}, "minContains": 10**9}, False),
    "minProperties 10^9": ({"type": "object", "minProperties": 10**9}, False),
    "minLength 10^9": ({"type": "string", "minLength": 10**9}, False),
    "4 MB of properties": (
        {
            "type": "object",
            "properties": {
                f"property_{i}": {
                    "type": "object",
                    "description": "x" * 40,
                    "properties": {"a": {"type": "string"}, "b": {"type": "integer", "minimum": i}},
                    "required": ["a"],
                }
                for i in range(20000)
            },
        },
        False,
    ),
    "enum of 100,000 strings": ({"enum": [f"value number {i}" for i in range(100_000)]}, True),
    "enum of 100,000 numbers": ({"enum": [i * 7 for i in range(100_000)]}, False),
    "enum of 100,000 of all kinds": ({"enum": [i if i % 3 else {"k": i, "l": [i]} for i in range(100_000)]}, False),
    "100,000 required keys": ({"type": "object", "required": [f"k{i}" for i in range(100_000)]}, False),
    "300 dependencies of 20 keys": (
        {
            "type": "object",
            "dependentRequired": {f"a{i}": [f"a{(i * 7 + j) % 300}" for j in range(20)] for i in range(300)},
        },
        False,
    ),
    "10,000 deep in properties": ('{"properties":{"a":' * 10_000 + "{}" + "}}" * 10_000, False),
    "10,000 deep in items": ('{"items":' * 10_000 + "{}" + "}" * 10_000, False),
    "10,000 deep in not": ('{"not":' * 10_000 + "{}" + "}" * 10_000, False),
    "400 deep in not": ('{"not":' * 400 + '{"type":"integer"}' + "}" * 400, True),
    "200 references in allOf": (chain(200, lambda below: {"allOf": [below]}), True),
    "3,000 references in allOf": (chain(3000, lambda below: {"allOf": [below]}), False),
    "3,000 references in anyOf": (chain(3000, lambda below: {"anyOf": [below, {"type": "string"}]}), False),
    "10,000 references": (chain(10_000, lambda below: below), False),
    "400 references to members": (
        chain(400, lambda below: {"type": "object", "required": ["a"], "properties": {"a": below}}),
        False,
    ),
    "3,000 references to members": (
        chain(3000, lambda below: {"type": "object", "required": ["a"], "properties": {"a": below}}),
        False,
    ),
    "a cycle under unevaluatedProperties": (
        {
            "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}]}},
            "type": "object",
            "allOf": [{"$ref": "#/$defs/a"}],
            "unevaluatedProperties": False,
        },
        False,
    ),
    "references that double 24 times under unevaluatedProperties": (
        doubled(24) | {"unevaluatedProperties": False},
        True,
    ),
    "5,000 dependencies of a key": (
        {"type": "object", "dependentRequired": {f"a{i}": [f"b{i}"] for i in range(5000)}},
        False,
    ),
    "pattern of 40,000 letters": ({"type": "string", "pattern": "^" + "ab" * 20_000 + "$"}, False),
    "pattern of 10,000 letters that may be missing": ({"type": "string", "pattern": "a?" * 10_000}, False),
    "a contained self, all different": ({"contains": {"$ref": "#"}, "uniqueItems": True, "maxContains": 1}, True),
}


BUNDLED = pathlib.Path(__file__).resolve().parents[2] / "Models/bundled"


def first_mask(text):
    """What `sluice maskbench` reads to compile a schema and compute its first mask, and its options."""
    config = json.loads((BUNDLED / "config.json").read_text())
    rows, end = config["vocab_size"], config["eos_token_id"]
    options = ["--tokenizer", str(BUNDLED / "tokenizer.json"), "--vocab-size", str(rows), "--eos", str(end)]
    return f'{{"id": "hostile", "tests": [], "schema": {text}}}', ["maskbench", *options, "--data"]


def document(text):
    return text, ["sample", "--max-tokens", "400", "--schema"]


def run(sluice, schema, command):
    """Exit status (below zero for a signal), processor seconds, peak bytes, and the first line of the output."""
    text, words = command(schema if isinstance(schema, str) else json.dumps(schema))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(text)
        file.flush()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(write, 1)
            os.dup2(write, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
            os.execv(sluice, [sluice, *words, file.name])
        os.close(write)
        with os.fdopen(read, "rb") as output:
            said = output.read()
        _, status, usage = os.wait4(child, 0)
    line = said.decode("utf-8", "replace").replace(file.name, "schema").strip().split("\n")[0]
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, line


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sluice", default=".build/release/sluice")
    parser.add_argument("--seconds", type=float, default=3, help="for compiling and the first mask")
    parser.add_argument("--document-seconds", type=float, default=10)
    parser.add_argument("--megabytes", type=int, default=512)
    options = parser.parse_args()
    failed = 0
    for name, (schema, must_work) in CASES.items():
        first, seconds, first_peak, _ = run(options.sluice, schema, first_mask)
        status, whole, peak, line = run(options.sluice, schema, document)
        peak = max(peak, first_peak)
        in_time = seconds <= options.seconds and whole <= options.document_seconds
        isolated = first in (0, 2) and status in (0, 2) and in_time and peak <= options.megabytes << 20
        good = isolated and (status == 0 or not must_work)
        failed += not good
        verdict = "document" if status == 0 else f"status {status}"
        print(f"{'ok ' if good else 'BAD'} {seconds:5.2f} s {whole:5.2f} s {peak >> 20:4} MB  {name}: {verdict}: {line[:90]}")
    print(f"{len(CASES)} hostile schemas, {failed} over a limit or without the document that they must give")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
