"""Documents written by transformers, with the bundled model and with a random one."""

import json
import unittest

import jsonschema
import torch
import transformers

import sluice
from sluice.transformers import SluiceLogitsProcessor, apply, vocabulary_of
from support import END, MODEL, PAD, PERSON, ROWS, allowed, vocabulary

SCHEMAS = [
    PERSON,
    {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "number"}}}, "minItems": 2},
    {"enum": ["left", "right", None, 12]},
]


class GenerationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.manual_seed(0)
        torch.set_num_threads(1)
        cls.tokenizer = transformers.AutoTokenizer.from_pretrained(MODEL, padding_side="left")
        cls.bundled = transformers.AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32)
        config = transformers.Qwen2Config(
            vocab_size=ROWS,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            eos_token_id=END,
            pad_token_id=PAD,
        )
        cls.random = transformers.Qwen2ForCausalLM(config)

    def generate(self, model, schema, budget=48, prompts=("Anna is 34.",), **options):
        """The documents that a model writes, checked."""
        inputs = self.tokenizer(list(prompts), return_tensors="pt", padding=True)
        processor = SluiceLogitsProcessor(
            sluice.Constraint(vocabulary(), schema), max_new_tokens=budget, num_beams=options.get("num_beams", 1)
        )
        output = model.generate(
            **inputs,
            max_new_tokens=budget,
            logits_processor=[processor],
            eos_token_id=END,
            pad_token_id=PAD,
            **options,
        )
        texts = self.tokenizer.batch_decode(output[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        for text in texts:
            jsonschema.validate(json.loads(text), schema)
        return texts

    def test_greedy(self):
        for model in (self.bundled, self.random):
            for schema in SCHEMAS:
                self.generate(model, schema, do_sample=False)

    def test_samples_at_a_high_temperature(self):
        for seed in range(6):
            torch.manual_seed(seed)
            for schema in SCHEMAS:
                self.generate(self.random, schema, do_sample=True, temperature=2.0, top_k=0)

    def test_a_batch_with_several_returned_sequences(self):
        texts = self.generate(
            self.random,
            PERSON,
            prompts=("Anna is 34.", "a", "The name of the man is Bo."),
            do_sample=True,
            num_return_sequences=3,
            temperature=1.5,
        )
        self.assertEqual(len(texts), 9)
        self.assertGreater(len(set(texts)), 1)

    def test_beams(self):
        for schema in SCHEMAS:
            for prompts in (("Anna is 34.",), ("Anna is 34.", "b")):
                texts = self.generate(self.bundled, schema, prompts=prompts, num_beams=3, do_sample=False)
                self.assertEqual(len(texts), len(prompts))

    def test_the_smallest_budget(self):
        self.generate(self.random, {"type": "array", "items": {"type": "string"}}, budget=3, do_sample=True)
        with self.assertRaises(sluice.BudgetError):
            self.generate(self.random, PERSON, budget=3)

    def test_the_tokenizer_of_transformers_gives_the_same_vocabulary(self):
        self.tokenizer(["a", "b c d"], padding=True, truncation=True, max_length=4)
        other = vocabulary_of(self.tokenizer, ROWS, [END])
        self.assertEqual((other.rows, other.words), (vocabulary().rows, vocabulary().words))
        masks = []
        for known in (vocabulary(), other):
            mask = sluice.Bitmask.allocate(known)
            sluice.Matcher(sluice.Constraint(known, PERSON, any_text=True)).fill(mask)
            masks.append(allowed(mask.array[0]))
        self.assertEqual(*masks)

    def test_one_processor_serves_one_call(self):
        processor = SluiceLogitsProcessor(sluice.Constraint(vocabulary(), {"type": "array"}))
        scores = torch.zeros(1, ROWS)
        processor(torch.tensor([[1, 2]]), scores)
        with self.assertRaisesRegex(ValueError, "one token a step"):
            processor(torch.tensor([[1, 2]]), scores)
        with self.assertRaisesRegex(ValueError, "one token a step"):
            processor(torch.tensor([[1, 2, 3, 4]]), scores)
        with self.assertRaises(sluice.TokenError):
            processor(torch.tensor([[1, 2, END]]), scores)
        processor.reset()
        processor(torch.tensor([[1, 2, 3]]), scores)

    def test_rows_beyond_the_vocabulary_are_never_allowed(self):
        words = torch.tensor([[0b101, -(1 << 31)]], dtype=torch.int32)
        scores = apply(words, torch.zeros(1, 70))
        self.assertEqual(torch.isfinite(scores[0]).nonzero().flatten().tolist(), [0, 2, 63])
        scores = apply(words, torch.zeros(1, 40))
        self.assertEqual(torch.isfinite(scores[0]).nonzero().flatten().tolist(), [0, 2])


if __name__ == "__main__":
    unittest.main()
