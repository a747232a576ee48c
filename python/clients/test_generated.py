"""A client that a generator makes of /openapi.json, against the gateway that it describes.

    test_generated.py BASE-URL        such as http://127.0.0.1:8080

The generator must understand all of the description: a warning of it is a failure.
"""

import importlib
import pathlib
import subprocess
import sys
import tempfile
import unittest

BASE_URL = ""
PACKAGE = "generated_sluice"
SCHEMA = {
    "type": "object",
    "properties": {"age": {"type": "integer", "minimum": 0, "maximum": 150}},
    "required": ["age"],
    "additionalProperties": False,
}


def module(name):
    return importlib.import_module(f"{PACKAGE}.{name}")


class Generated(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        config = pathlib.Path(folder.name, "config.yml")
        config.write_text("post_hooks: []\n")
        subprocess.run(
            [
                sys.executable, "-m", "openapi_python_client", "generate", "--url", BASE_URL + "/openapi.json", "--meta",
                "none", "--output-path", pathlib.Path(folder.name, PACKAGE), "--config", config, "--fail-on-warning",
            ],
            check=True, timeout=120,
        )  # fmt: skip
        sys.path.insert(0, folder.name)
        cls.models = module("models")
        cls.client = module("client").Client(base_url=BASE_URL, timeout=120)

    def call(self, operation, **more):
        return module(f"api.{operation}").sync_detailed(client=self.client, **more)

    def test_reads_models_and_contracts(self):
        model = self.call("models.list_models").parsed.data[0]
        self.assertEqual(model, self.call("models.get_model", model=model.id).parsed)
        contracts = self.call("contracts.list_contracts").parsed.data
        self.assertIn("ticket-triage@1", [contract.id for contract in contracts])
        self.assertEqual("ok", self.call("service.get_health").parsed.status)

    def test_generates(self):
        body = self.models.PromptRequest.from_dict({"prompt": "Anna is 34.", "schema": SCHEMA, "max_tokens": 40})
        answer = self.call("generate.generate", body=body).parsed
        self.assertEqual({"age"}, set(answer.value))
        self.assertEqual("stop", answer.finish_reason)

    def test_completes_chats(self):
        body = {
            "model": self.call("models.list_models").parsed.data[0].id,
            "messages": [{"role": "user", "content": "Anna is 34."}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "person", "schema": SCHEMA}},
            "max_tokens": 40,
        }
        body = self.models.ChatCompletionRequest.from_dict(body)
        answer = self.call("chat.create_chat_completion", body=body).parsed
        self.assertIn("age", answer.choices[0].message.content)

    def test_reads_errors(self):
        body = self.models.PromptRequest.from_dict({"prompt": "a", "schema": SCHEMA, "max_tokens": 1})
        answer = self.call("generate.generate", body=body)
        self.assertEqual(400, answer.status_code)
        self.assertIn(b"max_tokens_too_small", answer.content)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BASE_URL = sys.argv.pop().rstrip("/")
    unittest.main(verbosity=1)
