"""Runs what docs/workflow-engines.md tells readers to copy.

    test_guide.py BASE-URL        such as http://127.0.0.1:8080

Blocks of shell and Python run as they stand, at another address. Of n8n's workflow the connections are checked, and
what its nodes would send is sent.
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest
import urllib.request

BASE_URL = ""
GUIDE = pathlib.Path(__file__).parents[2] / "docs" / "workflow-engines.md"
ADDRESS = "http://127.0.0.1:8080"
SECONDS = 120


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text(), re.DOTALL | re.MULTILINE)


def post(path, body):
    request = urllib.request.Request(BASE_URL + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return json.load(answer)


class Guide(unittest.TestCase):
    def run_blocks(self, language, command):
        found = blocks(language)
        self.assertGreater(len(found), 1)
        for text in found:
            with self.subTest(text=text):
                self.assertIn(ADDRESS, text)
                ended = subprocess.run(
                    [*command, text.replace(ADDRESS, BASE_URL)], capture_output=True, text=True, timeout=SECONDS
                )
                self.assertEqual(0, ended.returncode, ended.stdout + ended.stderr)
                self.assertNotEqual("", ended.stdout)

    def test_shell(self):
        self.run_blocks("sh", ["bash", "-euo", "pipefail", "-c"])

    def test_python(self):
        self.run_blocks("python", [sys.executable, "-c"])

    def test_n8n(self):
        (text,) = blocks("json")
        workflow = json.loads(text)
        nodes = {node["name"]: node["parameters"] for node in workflow["nodes"]}
        for source, outputs in workflow["connections"].items():
            self.assertIn(source, nodes)
            for connection in sum(outputs[next(iter(outputs))], []):
                self.assertIn(connection["node"], nodes)

        model = nodes["Sluice"]
        form = model["options"]["textFormat"]["textOptions"]
        answer = post("/v1/responses", {
            "model": model["model"]["value"], "max_output_tokens": model["options"]["maxTokens"],
            "input": [{"type": "message", "role": "user", "content": nodes["Ticket"]["text"]}],
            "text": {"format": {**form, "schema": json.loads(form["schema"])}},
        })  # fmt: skip
        document = json.loads(answer["output"][0]["content"][0]["text"])
        self.assertEqual({"category", "urgency"}, set(document))

        request = nodes["Contract"]
        body = re.sub(r"\{\{.*?\}\}", lambda _: json.dumps(json.dumps(document)), request["jsonBody"].removeprefix("="))
        self.assertIn("value", post(request["url"].removeprefix(ADDRESS), json.loads(body)))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BASE_URL = sys.argv.pop().rstrip("/")
    unittest.main(verbosity=1)
