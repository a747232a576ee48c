"""Instructor against a running gateway.

    test_instructor.py BASE-URL        such as http://127.0.0.1:8080
"""

import sys
import unittest
from typing import List, Literal, Optional

import instructor
import openai
from instructor.core import InstructorRetryException
from pydantic import BaseModel, Field

BASE_URL = ""
# Those in which instructor tells the schema; in the mode JSON it stands in the prompt alone, and any object is asked for.
MASKED = (instructor.Mode.TOOLS, instructor.Mode.TOOLS_STRICT, instructor.Mode.JSON_SCHEMA)
TEXT = "Ada Lee of Main Street 3 is in a good mood."


class Address(BaseModel):
    street: str = Field(max_length=12)
    number: int = Field(ge=1, le=99)


class Person(BaseModel):
    name: str = Field(max_length=12)
    mood: Literal["good", "bad"]
    address: Optional[Address]
    tags: List[Literal["a", "b"]] = Field(max_length=2)


class InstructorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = openai.OpenAI(base_url=BASE_URL + "/v1", api_key="none", max_retries=0, timeout=120)
        cls.model = cls.client.models.list().data[0].id

    def ask(self, mode, **more):
        client = instructor.from_openai(self.client, mode=mode)
        return client.chat.completions.create(
            **{
                "model": self.model, "response_model": Person, "messages": [{"role": "user", "content": TEXT}],
                "max_tokens": 150, "max_retries": 0, "temperature": 1, "seed": 1, **more,
            }
        )  # fmt: skip

    def test_models(self):
        for mode in MASKED:
            for seed in range(3):
                with self.subTest(mode=mode, seed=seed):
                    self.assertIsInstance(self.ask(mode, seed=seed), Person)

    def test_json_mode_gives_an_object(self):
        # A small model's object need not be the person that the prompt asks for; instructor says what the object lacks,
        # not that it is none.
        try:
            self.assertIsInstance(self.ask(instructor.Mode.JSON), Person)
        except InstructorRetryException as error:
            completion = error.last_completion
            self.assertEqual("stop", completion.choices[0].finish_reason)
            self.assertNotIn("Invalid JSON", str(error))

    def test_responses_api(self):
        client = instructor.from_openai(self.client, mode=instructor.Mode.RESPONSES_TOOLS)
        person = client.chat.completions.create(
            model=self.model, response_model=Person, messages=[{"role": "user", "content": TEXT}], max_tokens=150,
            max_retries=0,
        )  # fmt: skip
        self.assertIsInstance(person, Person)

    def test_partial_answers(self):
        for mode in MASKED:
            with self.subTest(mode=mode):
                client = instructor.from_openai(self.client, mode=mode)
                pieces = list(
                    client.chat.completions.create_partial(
                        model=self.model, response_model=Person, messages=[{"role": "user", "content": TEXT}],
                        max_tokens=150, seed=1,
                    )
                )  # fmt: skip
                Person.model_validate(pieces[-1].model_dump())

    def test_usage_comes_along(self):
        client = instructor.from_openai(self.client, mode=instructor.Mode.JSON_SCHEMA)
        person, completion = client.chat.completions.create_with_completion(
            model=self.model, response_model=Person, messages=[{"role": "user", "content": TEXT}], max_tokens=150, seed=1
        )
        self.assertIsInstance(person, Person)
        self.assertGreater(completion.usage.completion_tokens, 0)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BASE_URL = sys.argv.pop().rstrip("/")
    unittest.main(verbosity=1)
