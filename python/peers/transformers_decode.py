"""Decoding speed of Hugging Face's transformers on a GPU, in the shape of a published model with random bf16 weights.

    python python/peers/transformers_decode.py [--size 7B] [--batch 1 64] [--prompt 64] [--tokens 96]

Needs torch with CUDA, and transformers. The figure is of the decode steps alone: the time of one generation less that of a
generation of a single token.
"""

import argparse
import sys
import time
from pathlib import Path

import torch
from transformers import Qwen2Config, Qwen2ForCausalLM

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))
from qwen2_shape import SHAPES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SHAPES, default="7B")
    parser.add_argument("--batch", type=int, nargs="+", default=[1, 64])
    parser.add_argument("--prompt", type=int, default=64)
    parser.add_argument("--tokens", type=int, default=96)
    a = parser.parse_args()
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        model = Qwen2ForCausalLM(Qwen2Config(**SHAPES[a.size], max_position_embeddings=32768)).eval()
    model.generation_config.eos_token_id = None
    model.generation_config.pad_token_id = 0

    def seconds(batch: int, tokens: int) -> float:
        ids = torch.randint(1000, 100_000, (batch, a.prompt), device="cuda")
        torch.cuda.synchronize()
        began = time.monotonic()
        with torch.inference_mode():
            out = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=tokens, min_new_tokens=tokens,
                                 do_sample=True, use_cache=True)
        torch.cuda.synchronize()
        assert out.shape[1] == a.prompt + tokens
        return time.monotonic() - began

    for batch in a.batch:
        seconds(batch, 4)
        first, whole = seconds(batch, 1), seconds(batch, 1 + a.tokens)
        step = (whole - first) / a.tokens
        print(f"transformers {a.size} bf16 batch {batch}: {batch / step:.0f} tokens/s, {step * 1e3:.2f} ms a step", flush=True)


if __name__ == "__main__":
    main()
