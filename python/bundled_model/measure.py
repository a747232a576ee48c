"""Exact match of what a running gateway answers at temperature 0, under its masks: held-out samples and handwritten.json.

    measure.py [--count 100] [--show 3] [--task extract] BASE-URL      such as http://127.0.0.1:8080

Every request goes to /v1/chat/completions with a schema or with tools, as clients send it. An answer is right when the
parsed document equals the expected one, and so for the names and arguments of calls; texts are compared as texts. The
tokens that the gateway counts in a prompt are compared with those of the prompt that training saw.
"""

import argparse
import json
import sys
import urllib.request
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from data import SETS, TASKS, Sample, compact, held_out, prompt

MODEL = Path(__file__).resolve().parents[2] / "Models/bundled"


def same(a: Any, b: Any) -> bool:
    """Equality of JSON values, where 1 and 1.0 are one number and true is none."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return a == b


def ask(url: str, model: str, s: Sample, budget: int) -> dict:
    body: dict = {"model": model, "messages": list(s.messages), "temperature": 0, "max_tokens": budget}
    if s.schema is not None:
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": s.schema}}
    if s.tools:
        body["tools"] = list(s.tools)
    request = urllib.request.Request(url + "/v1/chat/completions", compact(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as response:
        return json.load(response)


def calls_in(text: str) -> list[dict]:
    return [json.loads(part.partition("</tool_call>")[0]) for part in text.split("<tool_call>")[1:]]


def is_right(s: Sample, message: dict) -> bool:
    made = [{"name": c["function"]["name"], "arguments": json.loads(c["function"]["arguments"])} for c in message.get("tool_calls") or []]
    if s.tools:
        return same(made, calls_in(s.answer)) and (bool(made) or message["content"] == s.answer)
    if s.schema is None:
        return message["content"] == s.answer
    return same(json.loads(message["content"]), json.loads(s.answer))


def handwritten(path: Path) -> list[Sample]:
    """Prompts that no template made; a task's name in front of each."""
    samples = []
    for entry in json.loads(path.read_text()):
        messages = [{"role": "user", "content": entry["text"]}]
        if "system" in entry:
            messages.insert(0, {"role": "system", "content": entry["system"]})
        if "tools" in entry:
            calls = "\n".join("<tool_call>" + compact(c) + "</tool_call>" for c in entry["calls"])
            samples.append(Sample(entry["task"], tuple(messages), calls, None, tuple(entry["tools"])))
        else:
            samples.append(Sample(entry["task"], tuple(messages), compact(entry["answer"]), entry["schema"]))
    return samples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="samples of each task and set")
    parser.add_argument("--show", type=int, default=0, help="so many wrong answers of each; handwritten ones all")
    parser.add_argument("--task", action="append", help="only this one; may be given several times")
    parser.add_argument("--handwritten", action="store_true", help="only handwritten.json")
    parser.add_argument("--max-tokens", type=int, default=700)
    parser.add_argument("--model", type=Path, default=MODEL, help="whose tokenizer counts the prompts")
    parser.add_argument("url")
    a = parser.parse_args()
    url = a.url.rstrip("/")
    with urllib.request.urlopen(url + "/v1/models", timeout=30) as response:
        name = json.load(response)["data"][0]["id"]
    tokenizer = Tokenizer.from_file(str(a.model / "tokenizer.json"))
    sets: list[tuple[str, str, list[Sample]]] = []
    if not a.handwritten:
        sets += [(kind, task, held_out(task, kind, a.count)) for kind in SETS for task in a.task or TASKS]
    written = handwritten(Path(__file__).with_name("handwritten.json"))
    for task in dict.fromkeys(s.task for s in written):
        if not a.task or task in a.task:
            sets.append(("handwritten", task, [s for s in written if s.task == task]))
    print(f"{name}: exact match under Sluice's masks, temperature 0")
    print(f"{'set':14}{'task':10}{'samples':>8}{'right':>7}{'exact':>9}")
    other_prompts = 0
    for kind, task, samples in sets:
        wrong = []
        for s in samples:
            answer = ask(url, name, s, a.max_tokens)
            other_prompts += answer["usage"]["prompt_tokens"] != len(tokenizer.encode(prompt(s), add_special_tokens=False).ids)
            message = answer["choices"][0]["message"]
            if not is_right(s, message):
                wrong.append((s, message))
        right = len(samples) - len(wrong)
        print(f"{kind:14}{task:10}{len(samples):8}{right:7}{right / len(samples):9.1%}", flush=True)
        for s, message in wrong if kind == "handwritten" and a.show else wrong[:a.show]:
            print(f"    asked {prompt(s)[-600:]!r}\n    want  {s.answer!r}\n    got   {message.get('content') or message.get('tool_calls')!r}", flush=True)
    print(f"prompts whose tokens are other ones than in training: {other_prompts}")
    if other_prompts:
        sys.exit(1)


if __name__ == "__main__":
    main()
