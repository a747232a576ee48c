"""What forced tokens and guesses save where a text is extracted from its prompt: documents of the bundled model.

    bench_texts.py [--count N] [--clients LIST] BINARY

Asks gateways for the bundled model's held-out extraction tasks at temperature 0: without masks, the schema being told in
words alone; under masks without guesses; and with them. Of each it prints generated tokens by the seconds of the model's
steps, prompts included, and the steps that a token took.
"""

import argparse
import concurrent.futures
import json
import pathlib
import re
import sys
import urllib.request

import with_gateway

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "bundled_model"))
import data  # noqa: E402

COUNTED = ("sluice_generated_tokens_total", "sluice_step_seconds_total", "sluice_steps_total")


def metrics(url):
    with urllib.request.urlopen(url + "/metrics", timeout=60) as answer:
        text = answer.read().decode()
    found = {name: float(value) for name, value in re.findall(r"^([^#\s]\S*) (\S+)$", text, re.MULTILINE)}
    return [found[name] for name in COUNTED]


def ask(url, sample, masked):
    messages = list(sample.messages)
    body = {"model": "sluice-bundled", "messages": messages, "temperature": 0, "max_tokens": 200}
    if masked:
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": sample.schema}}
    else:
        body["messages"] = [{"role": "system", "content": "Answer in JSON. " + json.dumps(sample.schema)}, *messages]
    request = urllib.request.Request(
        url + "/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)["choices"][0]["message"]["content"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--clients", default="1,8")
    parser.add_argument("binary")
    arguments = parser.parse_args()
    samples = data.held_out("extract", "combinations", arguments.count)
    answers = {}
    print("clients                  tokens  tokens/s  steps a token")
    for clients in map(int, arguments.clients.split(",")):
        for name, masked, lookahead in (("no masks", False, 0), ("masks", True, 0), ("masks, guesses", True, 8)):
            options = ["--log", "error", "--lookahead", str(lookahead)]
            with with_gateway.running(arguments.binary, options) as url:
                with concurrent.futures.ThreadPoolExecutor(clients) as pool:
                    # Schemas are compiled and masks known the second time.
                    list(pool.map(lambda sample: ask(url, sample, masked), samples))
                    before = metrics(url)
                    texts = list(pool.map(lambda sample: ask(url, sample, masked), samples))
                    tokens, seconds, steps = (after - old for after, old in zip(metrics(url), before))
            print(f"{clients:7} {name:16} {tokens:7.0f} {tokens / seconds:9.0f} {steps / tokens:14.2f}", flush=True)
            if masked and answers.setdefault(0, texts) != texts:
                sys.exit("guesses or company changed an answer")


if __name__ == "__main__":
    main()
