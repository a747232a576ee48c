"""The requests of workflow engines, and their answers read as these engines read them.

    test_recorded.py BASE-URL        such as http://127.0.0.1:8080

Each file of `recorded/` has a request as a client sends it, how the client reads the answer (`reader`, a function
below), and what it has to get (`expects`):

    text              any text
    document          a JSON document, valid for the schema at this pointer into the request; null for any object
    parsed            the same after n8n's parser has taken it out of its fence and its wrapping
    calls             calls of the tools at this pointer, if any, with arguments that are valid for them
    calls_at_least    how many there have to be
"""

import json
import pathlib
import re
import sys
import unittest
import urllib.request

import jsonschema

BASE_URL = ""
FILES = sorted((pathlib.Path(__file__).parent / "recorded").glob("*.json"))
SEEDS = range(3)


class Read:
    """What a client has got of an answer."""

    def __init__(self):
        self.text, self.calls, self.ended, self.usage = "", [], None, None


def chat(raw):
    answer = json.loads(raw)
    read, choice = Read(), answer["choices"][0]
    read.text = choice["message"]["content"] or ""
    for call in choice["message"].get("tool_calls", []):
        assert call["type"] == "function" and call["id"]
        read.calls.append((call["function"]["name"], call["function"]["arguments"]))
    read.ended, read.usage = choice["finish_reason"], answer["usage"]
    return read


def responses(raw):
    answer = json.loads(raw)
    read = Read()
    for item in answer["output"]:
        if item["type"] == "message":
            read.text += "".join(part["text"] for part in item["content"] if part["type"] == "output_text")
        elif item["type"] == "function_call":
            assert item["call_id"]
            read.calls.append((item["name"], item["arguments"]))
    read.ended, read.usage = answer["status"], answer["usage"]
    return read


def responses_stream(raw):
    """As LangChain's JavaScript does for n8n: texts and arguments from their deltas, the rest from the last event."""
    read, calls = Read(), {}
    for block in raw.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if not fields:
            continue
        event = json.loads(fields["data"])
        assert fields["event"] == event["type"]
        if event["type"] == "response.output_text.delta":
            read.text += event["delta"]
        elif event["type"] == "response.output_item.added" and event["item"]["type"] == "function_call":
            assert event["item"]["call_id"]
            calls[event["output_index"]] = [event["item"]["name"], ""]
        elif event["type"] == "response.function_call_arguments.delta":
            calls[event["output_index"]][1] += event["delta"]
        elif event["type"] in ("response.completed", "response.incomplete", "response.failed"):
            read.ended, read.usage = event["response"]["status"], event["response"]["usage"]
    read.calls = [tuple(call) for call in calls.values()]
    return read


def dify_stream(raw):
    """Splits at blank lines, passes comments over, and puts calls together without looking at their index."""
    read, calls = Read(), []
    for chunk in raw.split("\n\n"):
        chunk = chunk.strip()
        if not chunk or chunk.startswith(":"):
            continue
        data = chunk.removeprefix("data:").lstrip()
        if data == "[DONE]":
            continue
        event = json.loads(data)
        assert "error" not in event, event
        read.usage = event.get("usage") or read.usage
        if not event["choices"]:
            continue
        choice = event["choices"][0]
        read.ended = choice["finish_reason"] or read.ended
        read.text += choice["delta"].get("content") or ""
        for piece in choice["delta"].get("tool_calls") or []:
            if piece.get("id"):
                calls.append([piece["id"], "", ""])
            calls[-1][1] += piece["function"].get("name") or ""
            calls[-1][2] += piece["function"].get("arguments") or ""
    read.calls = [(name, arguments) for _, name, arguments in calls]
    return read


READERS = {reader.__name__: reader for reader in (chat, responses, responses_stream, dify_stream)}


def n8n_parser(text):
    """The Structured Output Parser: JSON, bare or fenced."""
    fenced = re.search(r"```(?:json)?\n([\s\S]+)\n```", text)
    return json.loads(fenced.group(1) if fenced else text)


def at(pointer, value):
    for token in pointer.split("/")[1:]:
        value = value[token]
    return value


class Recorded(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # n8n lists the models before it offers one.
        with urllib.request.urlopen(BASE_URL + "/v1/models", timeout=30) as answer:
            cls.model = json.load(answer)["data"][0]["id"]

    def post(self, path, body):
        request = urllib.request.Request(
            BASE_URL + path, json.dumps(body).encode(), {"Content-Type": "application/json", "Authorization": "Bearer x"}
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.read().decode()

    def check(self, read, expects, body):
        self.assertIn(read.ended, ("stop", "length", "tool_calls", "completed", "incomplete"))
        if expects.get("text"):
            self.assertGreater(len(read.text), 0)
        for key, parse in (("document", json.loads), ("parsed", n8n_parser)):
            if key in expects:
                schema = at(expects[key], body) if expects[key] else {"type": "object"}
                jsonschema.validate(parse(read.text), schema)
        if "calls" in expects:
            tools = [tool.get("function", tool) for tool in at(expects["calls"], body)]
            schemas = {tool["name"]: tool["parameters"] for tool in tools}
            for name, arguments in read.calls:
                jsonschema.validate(json.loads(arguments), schemas[name])
            self.assertGreaterEqual(len(read.calls), expects.get("calls_at_least", 0))
            self.assertGreater(len(read.text) + len(read.calls), 0)


def make_test(record):
    def test(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                body = {**record["body"], "model": self.model, "seed": seed}
                read = READERS[record["reader"]](self.post(record["path"], body))
                self.check(read, record["expects"], body)

    test.__doc__ = f"{record['client']}: {record['sends']}"
    return test


for file in FILES:
    setattr(Recorded, "test_" + file.stem.replace("-", "_"), make_test(json.loads(file.read_text())))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BASE_URL = sys.argv.pop().rstrip("/")
    unittest.main(verbosity=1)
