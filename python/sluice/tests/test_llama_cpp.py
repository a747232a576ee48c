"""The processor for llama-cpp-python, driven with arrays; `make llama-test` runs it in llama.cpp."""

import json
import unittest

import jsonschema
import numpy

import sluice
from sluice.llama_cpp import SluiceLogitsProcessor
from support import END, PERSON, ROWS, allowed, vocabulary


class ProcessorTest(unittest.TestCase):
    def complete(self, processor, prompt, budget, generator):
        ids = list(prompt)
        for _ in range(budget):
            scores = generator.normal(size=ROWS).astype(numpy.float32)
            masked = processor(numpy.array(ids, dtype=numpy.intc), scores)
            self.assertEqual(masked.dtype, numpy.float32)
            finite = numpy.isfinite(masked)
            numpy.testing.assert_array_equal(masked[finite], scores[finite])
            token = int(masked.argmax())
            if token == END:
                break
            ids.append(token)

    def test_completions_are_valid(self):
        constraint = sluice.Constraint(vocabulary(), PERSON)
        generator = numpy.random.default_rng(0)
        processor = SluiceLogitsProcessor(constraint, max_tokens=30)
        for _ in range(10):
            self.complete(processor, [5, 6, 7], 30, generator)
            jsonschema.validate(json.loads(processor.matcher.text), PERSON)
            processor.reset()

    def test_masks_are_the_matchers(self):
        constraint = sluice.Constraint(vocabulary(), PERSON)
        processor = SluiceLogitsProcessor(constraint)
        scores = processor(numpy.array([1], dtype=numpy.intc), numpy.zeros(ROWS, dtype=numpy.float32))
        mask = sluice.Bitmask.allocate(vocabulary())
        sluice.Matcher(constraint).fill(mask)
        self.assertEqual(numpy.flatnonzero(numpy.isfinite(scores)).tolist(), allowed(mask.array[0]))

    def test_another_text_is_refused(self):
        processor = SluiceLogitsProcessor(sluice.Constraint(vocabulary(), {"type": "array"}))
        scores = numpy.zeros(ROWS, dtype=numpy.float32)
        processor(numpy.array([1, 2], dtype=numpy.intc), scores)
        with self.assertRaisesRegex(ValueError, "one completion"):
            processor(numpy.array([1, 3, 4], dtype=numpy.intc), scores)
        with self.assertRaises(sluice.TokenError):
            processor(numpy.array([1, 2, END], dtype=numpy.intc), scores)


if __name__ == "__main__":
    unittest.main()
