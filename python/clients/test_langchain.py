"""LangChain's structured output against a running gateway.

    test_langchain.py BASE-URL        such as http://127.0.0.1:8080
"""

import json
import sys
import unittest
import urllib.request
import warnings
from typing import Literal, Optional

import openai
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import BaseModel, Field

BASE_URL = ""


class Address(BaseModel):
    street: str = Field(max_length=12)
    number: int = Field(ge=1, le=99)


class Person(BaseModel):
    """A person of a text."""

    name: str = Field(description="As it stands in the text.", max_length=12)
    mood: Literal["good", "bad"]
    address: Optional[Address]


SCHEMA = {
    "title": "ticket",
    "description": "A ticket of a customer.",
    "type": "object",
    "properties": {
        "category": {"enum": ["billing", "login", "other"]},
        "urgency": {"type": "integer", "minimum": 1, "maximum": 5},
    },
    "required": ["category", "urgency"],
}

TEXT = "Ada Lee of Main Street 3 is in a good mood. Answer in JSON."


class LangChainTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # The openai package warns of its own parsed answers when LangChain writes them down.
        warnings.filterwarnings("ignore", "Pydantic serializer warnings")
        with urllib.request.urlopen(BASE_URL + "/v1/models", timeout=30) as answer:
            cls.name = json.load(answer)["data"][0]["id"]

    def model(self, **more):
        return ChatOpenAI(
            base_url=BASE_URL + "/v1", api_key="none", max_retries=0, timeout=120,
            **{"model": self.name, "temperature": 1, "seed": 1, "max_tokens": 150, **more},
        )  # fmt: skip


class Structured(LangChainTest):
    def test_pydantic_models(self):
        for method in ("json_schema", "function_calling"):
            for strict in (None, True, False):
                with self.subTest(method=method, strict=strict):
                    chain = self.model().with_structured_output(Person, method=method, strict=strict)
                    for seed in range(3):
                        self.assertIsInstance(chain.invoke(TEXT, seed=seed), Person)

    def test_schemas(self):
        for method in ("json_schema", "function_calling"):
            with self.subTest(method=method):
                answer = self.model().with_structured_output(SCHEMA, method=method).invoke(TEXT)
                self.assertIn(answer["category"], SCHEMA["properties"]["category"]["enum"])
                self.assertIn(answer["urgency"], range(1, 6))

    def test_json_mode_gives_an_object(self):
        # The mode has no schema, so a small model's object need not be the person that was asked for.
        answer = self.model().with_structured_output(Person, method="json_mode", include_raw=True).invoke(TEXT)
        self.assertIsInstance(json.loads(answer["raw"].content), dict)
        self.assertEqual("stop", answer["raw"].response_metadata["finish_reason"])

    def test_raw_answers(self):
        for method in ("json_schema", "function_calling"):
            with self.subTest(method=method):
                chain = self.model().with_structured_output(Person, method=method, include_raw=True)
                answer = chain.invoke(TEXT)
                self.assertIsNone(answer["parsing_error"])
                self.assertIsInstance(answer["parsed"], Person)
                self.assertGreater(answer["raw"].usage_metadata["output_tokens"], 0)

    def test_streams(self):
        for method in ("json_schema", "function_calling"):
            with self.subTest(method=method):
                pieces = list(self.model().with_structured_output(Person, method=method).stream(TEXT))
                self.assertIsInstance(pieces[-1], Person)

    def test_responses_api(self):
        model = self.model(use_responses_api=True, seed=None)
        for method in ("json_schema", "function_calling"):
            with self.subTest(method=method):
                self.assertIsInstance(model.with_structured_output(Person, method=method).invoke(TEXT), Person)

    def test_batches(self):
        chain = self.model().with_structured_output(SCHEMA, method="json_schema")
        self.assertEqual(4, len(chain.batch([TEXT] * 4)))

    def test_a_schema_that_cannot_be_kept_is_refused_by_name(self):
        schema = {**SCHEMA, "properties": {"category": {"type": "string", "pattern": r"(a)\1"}, "urgency": True}}
        for method in ("json_schema", "function_calling"):
            with self.subTest(method=method), self.assertRaises(openai.BadRequestError) as caught:
                self.model().with_structured_output(schema, method=method).invoke(TEXT)
            self.assertEqual("invalid_schema", caught.exception.body["code"])
            self.assertIn("#/properties/category/pattern", caught.exception.body["message"])


class Plain(LangChainTest):
    def test_usage_and_log_probabilities(self):
        model = self.model(max_tokens=12, logprobs=True, top_logprobs=2, stream_usage=True)
        answer = model.invoke("Hello!")
        tokens = answer.response_metadata["logprobs"]["content"]
        self.assertEqual(answer.usage_metadata["output_tokens"], len(tokens))
        usage = [piece.usage_metadata for piece in model.stream("Hello!") if piece.usage_metadata]
        self.assertEqual(1, len(usage))
        self.assertGreater(usage[0]["output_tokens"], 0)


@tool
def run_sql(sql: str) -> str:
    """Runs a query."""
    return sql


class Tools(LangChainTest):
    def test_a_result_goes_back(self):
        model = self.model().bind_tools([run_sql], tool_choice="run_sql")
        answer = model.invoke("How many orders are there?")
        call = answer.tool_calls[0]
        self.assertEqual(("run_sql", []), (call["name"], answer.invalid_tool_calls))
        self.assertIsInstance(call["args"]["sql"], str)
        messages = [("user", "How many orders are there?"), answer, run_sql.invoke(call)]
        self.assertIsInstance(self.model(max_tokens=8).invoke(messages).content, str)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BASE_URL = sys.argv.pop().rstrip("/")
    unittest.main(verbosity=1)
