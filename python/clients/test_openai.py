"""The official OpenAI client against a running gateway.

    test_openai.py BASE-URL        such as http://127.0.0.1:8080
"""

import hashlib
import json
import math
import re
import socket
import sys
import time
import unittest
import urllib.error
import urllib.request
from typing import Literal, Optional

import jsonschema
import openai
from pydantic import BaseModel, Field

BASE_URL = ""

PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 20},
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
        "tags": {"type": "array", "items": {"enum": ["a", "b", "c"]}, "maxItems": 3},
    },
    "required": ["name", "age", "tags"],
    "additionalProperties": False,
}


class Address(BaseModel):
    street: str = Field(max_length=30)
    number: int = Field(ge=1, le=9999)


class Person(BaseModel):
    name: str = Field(max_length=20)
    mood: Literal["good", "bad"]
    address: Optional[Address]


def json_schema(schema, **more):
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, **more}}


class GatewayTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = openai.OpenAI(base_url=BASE_URL + "/v1", api_key="none", max_retries=0, timeout=120)
        cls.model = cls.client.models.list().data[0].id

    def ask(self, text="Tell me about Ada, 36 years old.", **more):
        messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": text}]
        return self.client.chat.completions.create(
            **{"model": self.model, "messages": messages, "max_tokens": 150, "seed": 1, **more}
        )

    def refused(self, error=openai.BadRequestError, **more):
        """The body of the error that the request is answered with."""
        with self.assertRaises(error) as caught:
            self.ask(**more)
        body = caught.exception.body
        self.assertEqual({"message", "type", "param", "code"}, set(body))
        return body


class Models(GatewayTest):
    def test_lists_and_retrieves(self):
        models = self.client.models.list().data
        self.assertEqual(1, len(models))
        self.assertEqual("model", models[0].object)
        self.assertEqual(models[0], self.client.models.retrieve(self.model))
        with self.assertRaises(openai.NotFoundError):
            self.client.models.retrieve("no-such-model")

    def test_is_healthy(self):
        with urllib.request.urlopen(BASE_URL + "/healthz", timeout=10) as response:
            self.assertEqual(200, response.status)


class Plain(GatewayTest):
    def test_answers(self):
        answer = self.ask(max_tokens=12)
        self.assertEqual("chat.completion", answer.object)
        self.assertEqual(self.model, answer.model)
        self.assertEqual(1, len(answer.choices))
        self.assertEqual("assistant", answer.choices[0].message.role)
        self.assertIn(answer.choices[0].finish_reason, ("stop", "length"))
        usage = answer.usage
        self.assertGreater(usage.prompt_tokens, 0)
        self.assertLessEqual(usage.completion_tokens, 12)
        self.assertEqual(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens)

    def test_same_seed_same_answer(self):
        answers = {self.ask(max_tokens=16, temperature=1.5, seed=42).choices[0].message.content for _ in range(3)}
        self.assertEqual(1, len(answers))

    def test_several_choices(self):
        answer = self.ask(n=3, max_tokens=8, temperature=1.5)
        self.assertEqual([0, 1, 2], [choice.index for choice in answer.choices])

    def test_takes_parts_and_all_settings(self):
        answer = self.ask(
            messages=[
                {"role": "developer", "content": "Be brief."},
                {"role": "user", "content": [{"type": "text", "text": "Hello"}, {"type": "text", "text": "you"}]},
                {"role": "assistant", "content": "Hello."},
                {"role": "user", "content": "Again?"},
            ],
            max_tokens=openai.NOT_GIVEN,
            max_completion_tokens=8,
            temperature=0.7,
            top_p=0.9,
            presence_penalty=0.5,
            frequency_penalty=0.5,
            logit_bias={"1": -100},
            stop=["\n\n", "END"],
            user="somebody",
            response_format={"type": "text"},
        )
        self.assertLessEqual(answer.usage.completion_tokens, 8)

    def test_stops_at_a_sequence(self):
        whole = self.ask(max_tokens=24, temperature=0).choices[0].message.content
        if len(whole) < 4:
            self.skipTest("the model said too little to be stopped")
        middle = whole[len(whole) // 2]
        answer = self.ask(max_tokens=24, temperature=0, stop=middle).choices[0]
        self.assertEqual(whole[: whole.index(middle)], answer.message.content)
        self.assertEqual("stop", answer.finish_reason)


class Structured(GatewayTest):
    def check(self, answer, schema):
        self.assertEqual("stop", answer.choices[0].finish_reason)
        jsonschema.validate(json.loads(answer.choices[0].message.content), schema)

    def test_schema_whatever_strict_says(self):
        for more in ({}, {"strict": True}, {"strict": False}, {"strict": None}):
            with self.subTest(more):
                self.check(self.ask(response_format=json_schema(PERSON, **more), temperature=1.5), PERSON)

    def test_json_object(self):
        answer = self.ask(response_format={"type": "json_object"}, max_tokens=40, temperature=1.5)
        self.assertEqual("stop", answer.choices[0].finish_reason)
        self.assertIsInstance(json.loads(answer.choices[0].message.content), dict)

    def test_schema_without_name_as_some_clients_send_it(self):
        self.check(self.ask(response_format={"type": "json_schema", "json_schema": {"schema": PERSON}}), PERSON)

    def test_parse_with_pydantic(self):
        for temperature in (0, 1.5):
            answer = self.client.chat.completions.parse(
                model=self.model,
                messages=[{"role": "user", "content": "Who is Ada?"}],
                response_format=Person,
                max_tokens=200,
                temperature=temperature,
                seed=3,
            )
            self.assertIsInstance(answer.choices[0].message.parsed, Person)

    def test_closes_within_a_small_budget(self):
        for seed in range(5):
            answer = self.ask(response_format=json_schema(PERSON), max_tokens=60, temperature=1.5, seed=seed)
            self.check(answer, PERSON)
            self.assertLessEqual(answer.usage.completion_tokens, 60)


    def test_special_tokens_in_a_message_are_text(self):
        """A message cannot end its turn: the marks of the template count as the many tokens of their letters."""
        mark = "<|im_end|>"
        usages = [self.ask("A" + text, max_tokens=1).usage.prompt_tokens for text in ("", mark, mark * 2)]
        self.assertEqual(usages[2] - usages[1], usages[1] - usages[0])
        self.assertGreater(usages[1] - usages[0], 1)

    def test_deep_nesting_ends(self):
        answer = self.ask(response_format=json_schema({"type": "array"}), max_tokens=600, temperature=1.5)
        self.check(answer, {"type": "array"})


class Streaming(GatewayTest):
    def test_streams_what_it_answers(self):
        settings = {"response_format": json_schema(PERSON), "temperature": 1.2, "seed": 9}
        whole = self.ask(**settings)
        chunks = list(self.ask(stream=True, stream_options={"include_usage": True}, **settings))
        self.assertEqual(1, len({chunk.id for chunk in chunks}))
        self.assertEqual({"chat.completion.chunk"}, {chunk.object for chunk in chunks})
        choices = [chunk.choices[0] for chunk in chunks if chunk.choices]
        self.assertEqual("assistant", choices[0].delta.role)
        text = "".join(choice.delta.content or "" for choice in choices)
        self.assertEqual(whole.choices[0].message.content, text)
        self.assertEqual(["stop"], [choice.finish_reason for choice in choices if choice.finish_reason])
        self.assertEqual([], chunks[-1].choices)
        self.assertEqual(whole.usage, chunks[-1].usage)
        self.assertEqual({None}, {chunk.usage for chunk in chunks[:-1]})
        jsonschema.validate(json.loads(text), PERSON)

    def test_no_usage_unless_asked(self):
        chunks = list(self.ask(stream=True, max_tokens=8))
        self.assertTrue(all(chunk.choices and chunk.usage is None for chunk in chunks))

    def test_streams_several_choices(self):
        texts, reasons = {}, {}
        for chunk in self.ask(stream=True, n=2, response_format=json_schema(PERSON), temperature=1.5):
            choice = chunk.choices[0]
            texts[choice.index] = texts.get(choice.index, "") + (choice.delta.content or "")
            if choice.finish_reason:
                reasons[choice.index] = choice.finish_reason
        self.assertEqual({0: "stop", 1: "stop"}, reasons)
        for text in texts.values():
            jsonschema.validate(json.loads(text), PERSON)

    def test_streams_log_probabilities(self):
        settings = {"response_format": json_schema(PERSON), "logprobs": True, "top_logprobs": 4}
        whole = self.ask(**settings).choices[0]
        chunks = list(self.ask(stream=True, **settings))
        tokens = [token for chunk in chunks if (told := chunk.choices[0].logprobs) for token in told.content]
        self.assertEqual(whole.logprobs.content, tokens)
        self.assertEqual(whole.message.content.encode(), bytes(byte for token in tokens for byte in token.bytes))
        for token in tokens:
            self.assertLessEqual(token.logprob, 0)
            self.assertLessEqual(len(token.top_logprobs), 4)
            # The alternatives are among what was allowed, so they are no more than all there was.
            self.assertLess(sum(math.exp(top.logprob) for top in token.top_logprobs), 1.001)

    def test_stream_helper_with_pydantic(self):
        with self.client.chat.completions.stream(
            model=self.model, messages=[{"role": "user", "content": "Who?"}], response_format=Person, max_tokens=200
        ) as stream:
            stream.until_done()
            self.assertIsInstance(stream.get_final_completion().choices[0].message.parsed, Person)


class Weather(BaseModel):
    """The weather of a city."""

    city: str = Field(max_length=20)
    days: int = Field(ge=1, le=9)


class Note(BaseModel):
    text: str = Field(max_length=30)
    tags: list[Literal["a", "b"]] = Field(max_length=2)


class Tools(GatewayTest):
    TEXT = "How is the weather in Paris for the next 3 days?"
    TOOLS = [openai.pydantic_function_tool(Weather), openai.pydantic_function_tool(Note)]
    MODELS = {"Weather": Weather, "Note": Note}
    NAMED = {"type": "function", "function": {"name": "Weather"}}

    def call(self, **more):
        return self.ask(self.TEXT, **{"tools": self.TOOLS, "tool_choice": "required", "temperature": 1.0, **more})

    def check(self, choice):
        self.assertEqual("tool_calls", choice.finish_reason)
        self.assertIsNone(choice.message.content)
        self.assertIsNone(choice.message.refusal)
        self.assertGreaterEqual(len(choice.message.tool_calls), 1)
        for call in choice.message.tool_calls:
            self.assertTrue(call.id)
            self.assertEqual("function", call.type)
            self.MODELS[call.function.name].model_validate_json(call.function.arguments)

    def test_required(self):
        for seed in range(8):
            for choice in self.call(seed=seed, n=2).choices:
                self.check(choice)

    def test_one_call_when_asked(self):
        for seed in range(4):
            choice = self.call(seed=seed, parallel_tool_calls=False).choices[0]
            self.check(choice)
            self.assertEqual(1, len(choice.message.tool_calls))

    def test_named(self):
        choice = self.call(tool_choice=self.NAMED).choices[0]
        self.check(choice)
        self.assertEqual(["Weather"], [call.function.name for call in choice.message.tool_calls])
        self.assertEqual("Paris", json.loads(choice.message.tool_calls[0].function.arguments)["city"])

    def test_auto_is_text_or_calls(self):
        for seed in range(6):
            choice = self.call(tool_choice="auto", seed=seed, max_tokens=80).choices[0]
            if choice.message.tool_calls:
                for call in choice.message.tool_calls:
                    self.MODELS[call.function.name].model_validate_json(call.function.arguments)
            else:
                self.assertIn(choice.finish_reason, ("stop", "length"))
                self.assertNotIn("<tool_call>", choice.message.content)

    def test_none(self):
        choice = self.call(tool_choice="none", max_tokens=20).choices[0]
        self.assertIsNone(choice.message.tool_calls)
        self.assertIsInstance(choice.message.content, str)

    def test_streams_what_it_answers(self):
        for seed in range(4):
            whole = self.call(seed=seed).choices[0].message.tool_calls
            calls = []
            reasons = []
            for chunk in self.call(seed=seed, stream=True):
                reasons += [chunk.choices[0].finish_reason] if chunk.choices[0].finish_reason else []
                for delta in chunk.choices[0].delta.tool_calls or []:
                    if delta.id:
                        self.assertEqual(len(calls), delta.index)
                        calls.append([delta.id, delta.function.name, ""])
                    else:
                        self.assertEqual(len(calls) - 1, delta.index)
                        self.assertIsNone(delta.function.name)
                    calls[delta.index][2] += delta.function.arguments
            self.assertEqual(["tool_calls"], reasons)
            self.assertEqual([[c.function.name, c.function.arguments] for c in whole], [c[1:] for c in calls])

    def test_parse_with_pydantic(self):
        settings = {
            "model": self.model,
            "messages": [{"role": "user", "content": self.TEXT}],
            "tools": self.TOOLS,
            "tool_choice": self.NAMED,
            "max_tokens": 150,
            "seed": 2,
        }
        answer = self.client.chat.completions.parse(**settings)
        parsed = answer.choices[0].message.tool_calls[0].function.parsed_arguments
        self.assertIsInstance(parsed, Weather)
        with self.client.chat.completions.stream(**settings) as stream:
            kinds = [event.type for event in stream]
            last = stream.get_final_completion()
        self.assertIn("tool_calls.function.arguments.delta", kinds)
        self.assertIn("tool_calls.function.arguments.done", kinds)
        self.assertEqual(parsed, last.choices[0].message.tool_calls[0].function.parsed_arguments)

    def test_goes_on_after_results(self):
        message = self.call().choices[0].message
        results = [
            {"role": "tool", "tool_call_id": call.id, "content": "sunny <|im_end|>"} for call in message.tool_calls
        ]
        messages = [{"role": "user", "content": self.TEXT}, message, *reversed(results)]
        answer = self.call(messages=messages, tool_choice="auto", max_tokens=30)
        self.assertIn(answer.choices[0].finish_reason, ("stop", "length", "tool_calls"))

    def test_functions_as_they_were_once(self):
        functions = [{"name": "Note", "parameters": Note.model_json_schema()}]
        answer = self.ask(self.TEXT, functions=functions, function_call={"name": "Note"}).choices[0]
        self.assertEqual("function_call", answer.finish_reason)
        Note.model_validate_json(answer.message.function_call.arguments)

    def test_refusals(self):
        schema = {"type": "object", "properties": {"a": {"pattern": "(a)\\1"}}}
        tool = {"type": "function", "function": {"name": "f", "parameters": schema}}
        body = self.refused(tools=[*self.TOOLS, tool])
        self.assertEqual(("invalid_schema", "tools[2].function.parameters"), (body["code"], body["param"]))
        self.assertIn("/properties/a/pattern", body["message"])
        body = self.refused(tools=self.TOOLS, tool_choice={"type": "function", "function": {"name": "Other"}})
        self.assertEqual("tool_choice.function.name", body["param"])
        body = self.refused(tools=self.TOOLS, tool_choice="required", max_tokens=4)
        self.assertEqual("max_tokens_too_small", body["code"])


class Responses(GatewayTest):
    """The Responses API, through the official client's models, checked strictly."""

    TEXT = Tools.TEXT
    TOOLS = [
        {"type": "function", "name": name, "parameters": model.model_json_schema(), "strict": False}
        for name, model in Tools.MODELS.items()
    ]
    NAMED = {"type": "function", "name": "Weather"}
    FORMAT = {"format": {"type": "json_schema", "name": "person", "schema": PERSON, "strict": False}}

    def respond(self, **more):
        answer = self.client.responses.create(
            **{"model": self.model, "input": self.TEXT, "max_output_tokens": 150, "extra_body": {"seed": 1}, **more}
        )
        if isinstance(answer, openai.types.responses.Response):
            # The client builds its models without checking them.
            openai.types.responses.Response.model_validate(answer.to_dict())
        return answer

    def refused(self, **more):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.respond(**more)
        return caught.exception.body

    def test_text(self):
        answer = self.respond(instructions="Be brief.", max_output_tokens=12, metadata={"a": "b"})
        self.assertEqual("response", answer.object)
        self.assertIn(answer.status, ("completed", "incomplete"))
        self.assertEqual(answer.status == "incomplete", answer.incomplete_details is not None)
        self.assertEqual("Be brief.", answer.instructions)
        self.assertEqual({"a": "b"}, answer.metadata)
        self.assertEqual(["message"], [item.type for item in answer.output])
        self.assertEqual(answer.output_text, answer.output[0].content[0].text)
        self.assertLessEqual(answer.usage.output_tokens, 12)
        self.assertEqual(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens)

    def test_schema_as_n8n_sends_it(self):
        answer = self.respond(text=self.FORMAT, temperature=1.5)
        self.assertEqual("completed", answer.status)
        jsonschema.validate(json.loads(answer.output_text), PERSON)

    def test_parse_with_pydantic(self):
        settings = {"model": self.model, "input": "Who is Ada?", "text_format": Person, "max_output_tokens": 200}
        self.assertIsInstance(self.client.responses.parse(**settings).output_parsed, Person)
        with self.client.responses.stream(**settings) as stream:
            kinds = [event.type for event in stream]
            self.assertIsInstance(stream.get_final_response().output_parsed, Person)
        self.assertEqual("response.created", kinds[0])
        self.assertEqual("response.completed", kinds[-1])

    def test_tools(self):
        for seed in range(4):
            answer = self.respond(tools=self.TOOLS, tool_choice="required", extra_body={"seed": seed})
            self.assertGreaterEqual(len(answer.output), 1)
            for item in answer.output:
                self.assertEqual("function_call", item.type)
                Tools.MODELS[item.name].model_validate_json(item.arguments)
        named = self.respond(tools=self.TOOLS, tool_choice=self.NAMED)
        self.assertEqual(["Weather"], [item.name for item in named.output])

    def test_goes_on_after_results(self):
        answer = self.respond(tools=self.TOOLS, tool_choice="required")
        conversation = [{"role": "user", "content": [{"type": "input_text", "text": self.TEXT}]}]
        conversation += [item.to_dict() for item in answer.output]
        conversation += [
            {"type": "function_call_output", "call_id": item.call_id, "output": "sunny"} for item in answer.output
        ]
        self.respond(input=conversation, tools=self.TOOLS, max_output_tokens=20)

    def stream(self, **more):
        """The events of a stream, each checked against its model, and the last response."""
        events = list(self.respond(stream=True, **more))
        self.assertEqual(list(range(len(events))), [event.sequence_number for event in events])
        for event in events:
            type(event).model_validate(event.to_dict())
        self.assertEqual(["response.created", "response.in_progress"], [event.type for event in events[:2]])
        self.assertIn(events[-1].type, ("response.completed", "response.incomplete"))
        return events[2:-1], events[-1].response

    def test_streams_text(self):
        events, last = self.stream(text=self.FORMAT)
        kinds = [event.type for event in events]
        deltas = kinds.count("response.output_text.delta")
        self.assertEqual(
            ["response.output_item.added", "response.content_part.added"]
            + ["response.output_text.delta"] * deltas
            + ["response.output_text.done", "response.content_part.done", "response.output_item.done"],
            kinds,
        )
        text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        self.assertEqual(last.output_text, text)
        self.assertEqual(self.respond(text=self.FORMAT).output_text, text)

    def test_streams_log_probabilities(self):
        settings = {"text": self.FORMAT, "include": ["message.output_text.logprobs"], "top_logprobs": 2}
        events, last = self.stream(**settings)
        tokens = [
            token for event in events if event.type == "response.output_text.delta" for token in event.logprobs
        ]
        told = self.respond(**settings).output[0].content[0].logprobs
        self.assertEqual(told, last.output[0].content[0].logprobs)
        self.assertEqual([(token.token, token.logprob) for token in told], [(t.token, t.logprob) for t in tokens])
        self.assertEqual(last.output_text.encode(), bytes(byte for token in told for byte in token.bytes))

    def test_streams_calls(self):
        events, last = self.stream(tools=self.TOOLS, tool_choice="required")
        calls = []
        for event in events:
            if event.type == "response.output_item.added":
                calls.append([event.item.name, ""])
            elif event.type == "response.function_call_arguments.delta":
                self.assertEqual(len(calls) - 1, event.output_index)
                calls[-1][1] += event.delta
            elif event.type == "response.function_call_arguments.done":
                self.assertEqual(event.arguments, calls[-1][1])
            else:
                self.assertEqual("response.output_item.done", event.type)
        self.assertEqual([[item.name, item.arguments] for item in last.output], calls)

    def test_refusals(self):
        image = {"type": "input_image", "image_url": "data:image/png;base64,AA=="}
        for param, more in {
            "previous_response_id": {"previous_response_id": "resp_1"},
            "background": {"background": True},
            "store": {"store": True},
            "tools[0].type": {"tools": [{"type": "web_search"}]},
            "input[0].content[0].type": {"input": [{"role": "user", "content": [image]}]},
            "input[0].type": {"input": [{"type": "item_reference", "id": "a"}]},
            "input[0].call_id": {"input": [{"type": "function_call_output", "call_id": "x", "output": ""}]},
            "max_output_tokens": {"text": self.FORMAT, "max_output_tokens": 3},
            "text.format.schema": {
                "text": {"format": {"type": "json_schema", "name": "a", "schema": {"pattern": "(a)\\1"}}}
            },
            "tools[0].parameters": {
                "tools": [{"type": "function", "name": "f", "parameters": {"type": "array"}, "strict": True}]
            },
            "extra": {"extra_body": {"extra": 1}},
        }.items():
            with self.subTest(param):
                self.assertEqual(param, self.refused(**more)["param"])


class StructuredOutputs(GatewayTest):
    """vLLM's extra fields."""

    def test_choice(self):
        choices = ["positive", "negative", "can't \"say\""]
        for extra in ({"structured_outputs": {"choice": choices}}, {"guided_choice": choices}):
            for seed in range(4):
                choice = self.ask(extra_body=extra, temperature=2, seed=seed).choices[0]
                self.assertIn(choice.message.content, choices)
                self.assertEqual("stop", choice.finish_reason)

    def test_regex(self):
        for pattern in (r"\d{3}-\d{4}", r"(foo|bar)\n\"[a-f]{2,4}\"", r"[A-Z][a-z]{0,9}"):
            for extra in ({"structured_outputs": {"regex": pattern}}, {"guided_regex": pattern}):
                whole = self.ask(extra_body=extra, temperature=2, seed=5).choices[0].message.content
                self.assertRegex(whole, f"^(?:{pattern})$")
                chunks = self.ask(extra_body=extra, temperature=2, seed=5, stream=True)
                self.assertEqual(whole, "".join(chunk.choices[0].delta.content or "" for chunk in chunks))

    def test_json(self):
        for extra in (
            {"structured_outputs": {"json": PERSON}},
            {"guided_json": PERSON},
            {"guided_json": json.dumps(PERSON), "guided_decoding_backend": "auto"},
        ):
            jsonschema.validate(json.loads(self.ask(extra_body=extra).choices[0].message.content), PERSON)

    def test_refusals(self):
        self.assertEqual("guided_grammar", self.refused(extra_body={"guided_grammar": "a"})["param"])
        self.assertEqual("guided_regex", self.refused(extra_body={"guided_regex": "(a"})["param"])
        body = self.refused(extra_body={"guided_regex": "a{50}"}, max_tokens=3)
        self.assertEqual("max_tokens_too_small", body["code"])


class Refusals(GatewayTest):
    def test_schema(self):
        body = self.refused(
            response_format=json_schema({"type": "object", "properties": {"a/b": {"type": "integre"}}})
        )
        self.assertEqual("invalid_schema", body["code"])
        self.assertEqual("response_format.json_schema.schema", body["param"])
        self.assertIn("/properties/a~1b", body["message"])
        self.assertIn("type", body["message"])

    def test_budget_that_no_document_fits(self):
        schema = {"type": "string", "minLength": 400, "maxLength": 500}
        body = self.refused(response_format=json_schema(schema), max_tokens=2)
        self.assertEqual("max_tokens_too_small", body["code"])
        self.assertEqual("max_tokens", body["param"])
        self.assertRegex(body["message"], r"needs \d+ tokens")
        needed = int(re.search(r"needs (\d+) tokens", body["message"]).group(1))
        answer = self.ask(response_format=json_schema(schema), max_tokens=needed, temperature=1.5)
        jsonschema.validate(json.loads(answer.choices[0].message.content), schema)

    def test_keywords_that_are_not_enforced(self):
        """Never ignored: what the masks cannot enforce yet is refused with its name and place."""
        body = self.refused(response_format=json_schema({"properties": {"a/b": {"pattern": "(a)\\1"}}}))
        self.assertEqual("invalid_schema", body["code"])
        self.assertIn("/properties/a~1b/pattern", body["message"])

    def test_budget_longer_than_the_context(self):
        body = self.refused(max_tokens=10_000_000)
        self.assertEqual("context_length_exceeded", body["code"])

    def test_unknown_field(self):
        body = self.refused(extra_body={"tempature": 1})
        self.assertEqual(("unknown_parameter", "tempature"), (body["code"], body["param"]))

    def test_what_is_not_offered(self):
        image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
        for field, more in {
            "tools[0].type": {"tools": [{"type": "custom", "custom": {"name": "f"}}]},
            "top_logprobs": {"top_logprobs": 2},
            "audio": {"audio": {"voice": "alloy", "format": "wav"}},
            "messages[0].content[0].type": {"messages": [{"role": "user", "content": [image]}]},
        }.items():
            with self.subTest(field):
                body = self.refused(**more)
                self.assertEqual(("unsupported_parameter", field), (body["code"], body["param"]))

    def test_bad_values(self):
        self.assertEqual("temperature", self.refused(temperature=3)["param"])
        self.assertEqual("n", self.refused(n=0)["param"])
        self.assertEqual("logit_bias", self.refused(logit_bias={"99999999": 1})["param"])
        self.assertEqual("messages", self.refused(messages=[])["param"])

    def test_unknown_model(self):
        self.assertEqual("model_not_found", self.refused(openai.NotFoundError, model="gpt-none")["code"])

    def test_prompt_longer_than_the_context(self):
        body = self.refused(text="word " * 200_000)
        self.assertEqual("context_length_exceeded", body["code"])

    def test_too_large_a_body(self):
        with self.assertRaises(openai.APIStatusError) as caught:
            self.ask(text="x" * (6 << 20))
        self.assertEqual(413, caught.exception.status_code)
        self.assertEqual("request_too_large", caught.exception.body["code"])

    def test_too_deep_a_body(self):
        schema = {}
        for _ in range(400):
            schema = {"items": schema}
        self.assertEqual("invalid_json", self.refused(response_format=json_schema(schema))["code"])

    def test_other_paths_and_methods(self):
        for path, status, code in (
            ("/v1/nothing", 404, "unknown_url"),
            ("/v1/chat/completions", 405, "method_not_allowed"),
        ):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(BASE_URL + path, timeout=10)
            self.assertEqual(status, caught.exception.code)
            self.assertEqual(code, json.load(caught.exception)["error"]["code"])


class Generate(GatewayTest):
    def post(self, body):
        request = urllib.request.Request(
            BASE_URL + "/v1/generate", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        return urllib.request.urlopen(request, timeout=120)

    def test_answers_with_the_document(self):
        with self.post({"schema": PERSON, "prompt": "Ada is 36.", "max_tokens": 150, "seed": 1}) as response:
            answer = json.load(response)
        jsonschema.validate(answer["value"], PERSON)
        self.assertEqual(answer["value"], json.loads(answer["text"]))
        self.assertEqual("stop", answer["finish_reason"])

    def test_streams(self):
        body = {"schema": PERSON, "messages": [{"role": "user", "content": "Ada"}], "max_tokens": 150, "stream": True}
        with self.post(body) as response:
            lines = [line.decode().strip() for line in response if line.strip()]
        self.assertEqual("data: [DONE]", lines[-1])
        events = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
        jsonschema.validate(json.loads("".join(event["text"] for event in events)), PERSON)
        self.assertEqual(["stop"], [event["finish_reason"] for event in events if "finish_reason" in event])
        self.assertGreater(events[-1]["usage"]["completion_tokens"], 0)

    def test_traces(self):
        body = {"schema": PERSON, "prompt": "Ada is 36.", "max_tokens": 150, "seed": 1}
        with self.post(body) as plain, self.post({**body, "trace": True}) as traced:
            plain, traced = json.load(plain), json.load(traced)
        self.assertEqual(plain["value"], traced["value"])
        self.assertEqual(traced["usage"]["completion_tokens"], len(traced["tokens"]))
        for token in traced["tokens"]:
            if token["allowed"] > 1:
                self.assertTrue(0 <= token["masked_mass"] <= 1)
                self.assertEqual(5, len(token["top_logprobs_unmasked"]))

    def test_refuses(self):
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.post({"prompt": "a", "schema": {"type": "nothing"}})
        self.assertEqual(400, caught.exception.code)
        self.assertEqual("schema", json.load(caught.exception)["error"]["param"])


class ClientGone(GatewayTest):
    def test_frees_the_model(self):
        """A long generation whose client leaves must not keep the next one waiting."""
        host, port = BASE_URL.removeprefix("http://").split(":")
        body = json.dumps(
            {"model": self.model, "messages": [{"role": "user", "content": "Count."}], "max_tokens": 400, "stream": True}
        ).encode()
        for _ in range(5):
            with socket.create_connection((host, int(port)), timeout=30) as connection:
                connection.sendall(
                    b"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n" % len(body) + body
                )
                connection.recv(1)
        started = time.monotonic()
        self.ask(max_tokens=1)
        self.assertLess(time.monotonic() - started, 60)


class Contracts(GatewayTest):
    """The contracts in schemas/, by name, with no schema in the request."""

    TEXT = "Anna Lee of Lakeside Ltd (anna@example.org) cancels order A-10042 on 2026-03-01."

    def test_every_contract_answers_what_it_promises(self):
        with urllib.request.urlopen(BASE_URL + "/v1/contracts") as answer:
            contracts = json.load(answer)["data"]
        self.assertGreaterEqual(len(contracts), 8)
        for entry in contracts:
            with self.subTest(entry["id"]):
                with urllib.request.urlopen(f"{BASE_URL}/v1/contracts/{entry['id']}") as answer:
                    schema = json.load(answer)["contract"]["schema"]
                compact = json.dumps(schema, separators=(",", ":"), ensure_ascii=False)
                raw = self.client.chat.completions.with_raw_response.create(
                    model=self.model,
                    messages=[{"role": "user", "content": self.TEXT}],
                    seed=1,
                    extra_body={"contract": entry["id"]},
                )
                self.assertIn(raw.headers["sluice-source"], ("model", "fallback"))
                self.assertEqual(raw.headers["sluice-contract"], entry["id"])
                digest = hashlib.sha256(compact.encode()).hexdigest()
                self.assertEqual(raw.headers["sluice-schema-hash"], "sha256:" + digest)
                content = json.loads(raw.parse().choices[0].message.content)
                checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
                jsonschema.Draft202012Validator(schema, format_checker=checker).validate(content)

    def test_streams_what_was_judged(self):
        stream = self.client.chat.completions.create(
            model=self.model,
            messages=[{"role": "user", "content": self.TEXT}],
            stream=True,
            extra_body={"contract": "ticket-triage"},
        )
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
        triage = json.loads(text)
        self.assertTrue(triage["priority"] != "urgent" or triage["needs_human"])

    def test_refuses_a_contract_beside_a_format(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask(response_format={"type": "json_object"}, extra_body={"contract": "invoice"})
        self.assertEqual(caught.exception.param, "contract")

    def test_names_a_contract_that_is_not_there(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.ask(extra_body={"contract": "invoice@99"})
        self.assertEqual(caught.exception.code, "contract_not_found")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BASE_URL = sys.argv.pop().rstrip("/")
    unittest.main(verbosity=1)
