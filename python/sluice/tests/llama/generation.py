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

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import sluice
from sluice.llama_cpp import SluiceLogitsProcessor, vocabulary_of
from support import END, MODEL, PERSON, ROWS, allowed, vocabulary

SCHEMAS = [
    PERSON,
    {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "number"}}}, "minItems": 2},
    {"enum": ["left", "right", None, 12]},
    {"type": "string", "minLength": 3, "maxLength": 9, "pattern": "^[a-zé]+$"},
]

TENSORS = {
    "input_layernorm.weight": "attn_norm.weight",
    "self_attn.q_proj.weight": "attn_q.weight",
    "self_attn.q_proj.bias": "attn_q.bias",
    "self_attn.k_proj.weight": "attn_k.weight",
    "self_attn.k_proj.bias": "attn_k.bias",
    "self_attn.v_proj.weight": "attn_v.weight",
    "self_attn.v_proj.bias": "attn_v.bias",
    "self_attn.o_proj.weight": "attn_output.weight",
    "post_attention_layernorm.weight": "ffn_norm.weight",
    "mlp.gate_proj.weight": "ffn_gate.weight",
    "mlp.up_proj.weight": "ffn_up.weight",
    "mlp.down_proj.weight": "ffn_down.weight",
}


def write_model(path):
    """The bundled model in llama.cpp's format, in f32."""
    config = json.loads((MODEL / "config.json").read_text())
    tokenizer = json.loads((MODEL / "tokenizer.json").read_text())
    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    tokens = {index: token for token, index in tokenizer["model"]["vocab"].items()}
    added = {token["id"]: token for token in tokenizer["added_tokens"]}
    tokens.update({index: token["content"] for index, token in added.items()})
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([tokens[index] for index in range(ROWS)])
    kinds = [
        gguf.TokenType.NORMAL if index not in added
        else gguf.TokenType.CONTROL if added[index]["special"] else gguf.TokenType.USER_DEFINED
        for index in range(ROWS)
    ]
    writer.add_token_types(kinds)
    merges = tokenizer["model"]["merges"]
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in merges])
    writer.add_eos_token_id(END)
    writer.add_bos_token_id(config["bos_token_id"])
    writer.add_add_bos_token(False)
    for name, tensor in load_file(MODEL / "model.safetensors").items():
        writer.add_tensor(place_of(name), tensor.to(torch.float32).numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def place_of(name):
    if name == "model.embed_tokens.weight":
        return "token_embd.weight"
    if name == "model.norm.weight":
        return "output_norm.weight"
    _, _, layer, rest = name.split(".", 3)
    return f"blk.{layer}.{TENSORS[rest]}"


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
