"""Documents written by llama.cpp, through llama-cpp-python, with the bundled model as a GGUF file.

make llama-test
"""

import json
import pathlib
import sys
import tempfile
import unittest

import gguf
import jsonschema
import llama_cpp
import torch
from safetensors.torch import load_file

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[3] / "fixtures")]

import sluice
from gguf_files import add_shape, add_tokenizer, finish, tensor_name
from sluice.llama_cpp import SluiceLogitsProcessor, vocabulary_of
from support import END, MODEL, PERSON, ROWS, allowed, vocabulary

SCHEMAS = [
    PERSON,
    {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "number"}}}, "minItems": 2},
    {"enum": ["left", "right", None, 12]},
    {"type": "string", "minLength": 3, "maxLength": 9, "pattern": "^[a-zé]+$"},
]


def write_model(path):
    """The bundled model in llama.cpp's format, in f32."""
    config = json.loads((MODEL / "config.json").read_text())
    writer = gguf.GGUFWriter(path, "qwen2")
    add_shape(writer, config)
    add_tokenizer(writer, MODEL / "tokenizer.json")
    writer.add_eos_token_id(END)
    writer.add_bos_token_id(config["bos_token_id"])
    writer.add_add_bos_token(False)
    for name, tensor in load_file(MODEL / "model.safetensors").items():
        writer.add_tensor(tensor_name(name), tensor.to(torch.float32).numpy())
    finish(writer)


class GenerationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        path = f"{cls.folder.name}/model.gguf"
        write_model(path)
        cls.llama = llama_cpp.Llama(path, n_ctx=512, n_threads=1, verbose=False, seed=1)
        cls.vocabulary = vocabulary_of(cls.llama)

    @classmethod
    def tearDownClass(cls):
        cls.llama.close()
        cls.folder.cleanup()

    def test_the_vocabulary_is_the_tokenizers(self):
        self.assertEqual(self.vocabulary.rows, ROWS)
        self.assertIn(END, self.vocabulary.end_tokens)
        for schema in SCHEMAS:
            masks = []
            for known in (vocabulary(), self.vocabulary):
                mask = sluice.Bitmask.allocate(known)
                sluice.Matcher(sluice.Constraint(known, schema, any_text=True)).fill(mask)
                masks.append(allowed(mask.array[0]))
            self.assertEqual(*masks)

    def test_completions_are_valid(self):
        for schema in SCHEMAS:
            constraint = sluice.Constraint(self.vocabulary, schema)
            for temperature in (0, 1, 2):
                processor = SluiceLogitsProcessor(constraint, max_tokens=48)
                answer = self.llama.create_completion(
                    "Anna Lee is 34 years old.",
                    max_tokens=48,
                    temperature=temperature,
                    logits_processor=llama_cpp.LogitsProcessorList([processor]),
                )
                text = answer["choices"][0]["text"]
                jsonschema.validate(json.loads(text), schema)


if __name__ == "__main__":
    unittest.main()
