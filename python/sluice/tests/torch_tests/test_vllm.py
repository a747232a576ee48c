"""The adapters for vLLM. It is too large to install for a test, so its base classes stand in here, cut to what the
adapters use; the calls are those of the engine of vLLM 0.33.0."""

import dataclasses
import enum
import json
import os
import sys
import types
import unittest
from unittest import mock

import jsonschema
import torch
import transformers

import sluice
from support import END, MODEL, PERSON, ROWS, allowed, vocabulary, walk


class ValidationError(ValueError):
    pass


class Options(enum.Enum):
    JSON = 1
    JSON_OBJECT = 2
    REGEX = 3


@dataclasses.dataclass
class Backend:
    vllm_config: object
    tokenizer: object
    vocab_size: int


class Adapter:
    def __init__(self, vllm_config, device, is_pin_memory):
        pass


def modules(tokenizer):
    """vLLM as far as it is asked for."""
    table = {
        "vllm": {},
        "vllm.exceptions": {"VLLMValidationError": ValidationError},
        "vllm.tokenizers": {"cached_tokenizer_from_config": lambda model_config: tokenizer},
        "vllm.v1": {},
        "vllm.v1.sample": {},
        "vllm.v1.sample.logits_processor": {"AdapterLogitsProcessor": Adapter},
        "vllm.v1.structured_output": {"GuidanceBackend": None},
        "vllm.v1.structured_output.backend_guidance": {},
        "vllm.v1.structured_output.backend_types": {
            "StructuredOutputBackend": Backend,
            "StructuredOutputGrammar": object,
            "StructuredOutputOptions": Options,
        },
        "vllm.v1.structured_output.request": {"get_structured_output_key": lambda params: params},
    }
    made = {name: types.ModuleType(name) for name in table}
    for name, members in table.items():
        vars(made[name]).update(members)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(made[parent], child, made[name])
    return made


def config(**options):
    options = {"disable_any_whitespace": False, "disable_additional_properties": False, **options}
    model = types.SimpleNamespace(get_vocab_size=lambda: ROWS)
    return types.SimpleNamespace(structured_outputs_config=types.SimpleNamespace(**options), model_config=model)


class VLLMTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tokenizer = transformers.AutoTokenizer.from_pretrained(MODEL)
        cls.modules = modules(cls.tokenizer)
        patch = mock.patch.dict(sys.modules, cls.modules)
        patch.start()
        cls.addClassCleanup(patch.stop)
        import sluice.vllm

        cls.adapter = sluice.vllm

    def test_a_request_step_by_step(self):
        backend = self.adapter.SluiceBackend(config(disable_any_whitespace=True), self.tokenizer, ROWS)
        bitmask = backend.allocate_token_bitmask(4)
        self.assertEqual((bitmask.shape, bitmask.dtype), ((4, vocabulary().words), torch.int32))
        grammar = backend.compile_grammar(Options.JSON, json.dumps(PERSON), stop_token_ids={END})
        tokens = walk(sluice.Matcher(grammar.constraint, budget=40), 40, 3)
        for token in tokens:
            self.assertFalse(grammar.is_terminated())
            grammar.fill_bitmask(bitmask, 2)
            self.assertIn(token, allowed(bitmask[2].numpy()))
            self.assertTrue(grammar.accept_tokens("r", [token]))
        self.assertTrue(grammar.is_terminated())
        self.assertTrue(grammar.accept_tokens("r", [5]))
        jsonschema.validate(json.loads(grammar.matcher.text), PERSON)
        grammar.rollback(3)
        self.assertFalse(grammar.is_terminated())
        self.assertEqual(grammar.validate_tokens(tokens[-3:-1] + [-1, -1]), tokens[-3:-1])
        self.assertEqual(grammar.validate_tokens([END]), [])
        self.assertFalse(grammar.accept_tokens("r", [END]))
        grammar.reset()
        self.assertEqual(grammar.matcher.count, 0)
        backend.destroy()

    def test_what_is_not_json_is_refused(self):
        backend = self.adapter.SluiceBackend(config(), self.tokenizer, ROWS)
        self.assertEqual(backend.compile_grammar(Options.JSON_OBJECT, "").matcher.accept_bytes(b"[{"), 0)
        with self.assertRaisesRegex(ValueError, "REGEX"):
            backend.compile_grammar(Options.REGEX, "a+")
        with self.assertRaises(ValueError):
            self.adapter.SluiceBackend(config(disable_additional_properties=True), self.tokenizer, ROWS)
        for request in [(Options.REGEX, "a+"), (Options.JSON, r'{"pattern": "(a)\\1"}'), (Options.JSON, "{")]:
            with self.assertRaises(ValidationError):
                self.adapter.validate(types.SimpleNamespace(structured_outputs=request))
        self.adapter.validate(types.SimpleNamespace(structured_outputs=(Options.JSON, json.dumps(PERSON))))
        self.adapter.validate(types.SimpleNamespace(structured_outputs=None))

    def test_the_plugin_waits_to_be_asked(self):
        package = self.modules["vllm.v1.structured_output"]
        with mock.patch.dict(os.environ, {"SLUICE_VLLM": "0"}):
            self.adapter.register()
        self.assertIsNone(package.GuidanceBackend)
        with mock.patch.dict(os.environ, {"SLUICE_VLLM": "1"}):
            self.adapter.register()
        self.assertIs(package.GuidanceBackend, self.adapter.SluiceBackend)
        guidance = self.modules["vllm.v1.structured_output.backend_guidance"]
        self.assertIs(guidance.validate_guidance_grammar, self.adapter.validate)

    def test_the_logits_processor(self):
        processor = self.adapter.SluiceLogitsProcessor(config(), torch.device("cpu"), False)
        params = types.SimpleNamespace(extra_args={"sluice_schema": PERSON}, max_tokens=30)
        processor.validate_params(params)
        self.assertFalse(processor.is_argmax_invariant())
        plain = types.SimpleNamespace(extra_args=None, max_tokens=30)
        processor.validate_params(plain)
        self.assertIsNone(processor.new_req_logits_processor(plain))
        with self.assertRaises(ValidationError):
            processor.validate_params(types.SimpleNamespace(extra_args={"sluice_schema": {"pattern": "(a)\\1"}}))
        generator = torch.Generator().manual_seed(1)
        request = processor.new_req_logits_processor(params)
        tokens = []
        while len(tokens) < 30:
            token = int(request(tokens, torch.randn(ROWS, generator=generator)).argmax())
            if token == END:
                break
            tokens.append(token)
        text = self.tokenizer.decode(tokens)
        jsonschema.validate(json.loads(text), PERSON)


if __name__ == "__main__":
    unittest.main()
