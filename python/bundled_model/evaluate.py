"""Held-out exact match of the bundled model, greedy.

    python evaluate.py ../../Models/bundled [--count 300] [--masks] [--transformers]

Samples are drawn from a seed that training never uses. A greedy answer equals the expected one exactly when, along the
expected tokens, each is the most likely next token: one forward pass decides a sample. `--masks` restricts every choice
to the tokens that llguidance (PyPI) allows for the schema (compact JSON); a right answer spelt in other tokens counts
as wrong. `--transformers` generates with Hugging Face's implementation too and compares token by token.
handwritten.json holds prompts that no template of data.py made.
"""

import argparse
import json
from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer

from data import HEADER, Sample, TASKS, compact, sample, system_message
from model import Qwen2, load
from tokenizer import encode

SEED = 1 << 40
WRONG_SHOWN = 3


@torch.no_grad()
def answer_logits(model: Qwen2, ids: list[int], start: int) -> torch.Tensor:
    """[answer tokens, vocabulary]: what the model thinks before each token of the answer."""
    rows = torch.arange(start - 1, len(ids) - 1)[None]
    return model(torch.tensor([ids[:-1]]), rows)[0]


@torch.no_grad()
def generate(model: Qwen2, prompt: list[int], end: int, limit: int = 200) -> list[int]:
    ids = list(prompt)
    while len(ids) < len(prompt) + limit:
        ids.append(int(model(torch.tensor([ids]), torch.tensor([[len(ids) - 1]]))[0, -1].argmax()))
        if ids[-1] == end:
            break
    return ids[len(prompt):]


class Masks:
    """llguidance's token masks along a given answer."""

    def __init__(self, tokenizer: Tokenizer):
        import llguidance

        self.llguidance = llguidance
        self.tokenizer = llguidance.LLTokenizer(tokenizer.to_str(), eos_token=tokenizer.token_to_id("<|im_end|>"))

    def apply(self, schema: str, answer: list[int], logits: torch.Tensor) -> torch.Tensor:
        import numpy as np

        grammar = self.llguidance.LLMatcher.grammar_from_json_schema(
            schema, defaults={"whitespace_flexible": False, "coerce_one_of": True})
        matcher = self.llguidance.LLMatcher(self.tokenizer, grammar)
        masked = torch.full_like(logits, -torch.inf)
        for i, token in enumerate(answer):
            if matcher.is_error():
                raise SystemExit(matcher.get_error())
            mask = np.frombuffer(matcher.compute_bitmask(), dtype=np.uint8)
            allowed = torch.from_numpy(np.unpackbits(mask, bitorder="little")[:logits.shape[1]].astype(bool))
            if not allowed[token]:
                raise SystemExit(f"the mask forbids the expected token {token} at {i} for {schema}")
            masked[i, allowed] = logits[i, allowed]
            matcher.consume_token(token)
        return masked


def handwritten(path: Path) -> list[Sample]:
    return [Sample(e["task"], system_message(e["schema"]), e["text"], compact(e["answer"]))
            for e in json.loads(path.read_text())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--count", type=int, default=300, help="samples a task")
    parser.add_argument("--masks", action="store_true")
    parser.add_argument("--transformers", action="store_true")
    parser.add_argument("--show", action="store_true", help="print some of the wrong answers")
    a = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(a.directory / "tokenizer.json"))
    model, end = load(a.directory).eval(), tokenizer.token_to_id("<|im_end|>")
    masks = Masks(tokenizer) if a.masks else None
    sets = {}
    for task in TASKS:
        r = Random(f"{SEED}-{task}")
        sets[task] = [sample(r, task) for _ in range(a.count if task != "chat" else 20)]
    sets["handwritten"] = handwritten(Path(__file__).with_name("handwritten.json"))
    print(f"{'task':12} {'samples':>7} {'exact':>7} {'tokens':>7}" + ("   masked" if masks else ""))
    for task, samples in sets.items():
        right = tokens_right = tokens = masked_right = masked_count = 0
        wrong = []
        for s in samples:
            ids, start = encode(tokenizer, s)
            logits, expected = answer_logits(model, ids, start), torch.tensor(ids[start:])
            hits = logits.argmax(-1) == expected
            right += bool(hits.all())
            tokens_right += int(hits.sum())
            tokens += len(hits)
            if not hits.all():
                wrong.append(s)
            at = s.system.find(HEADER)
            if masks and at >= 0:
                masked_count += 1
                choice = masks.apply(s.system[at + len(HEADER):], ids[start:], logits).argmax(-1)
                masked_right += bool((choice == expected).all())
        line = f"{task:12} {len(samples):7} {right / len(samples):7.1%} {tokens_right / tokens:7.2%}"
        if masked_count:
            line += f"  {masked_right / masked_count:7.1%} of {masked_count}"
        print(line, flush=True)
        if a.show:
            for s in wrong[:WRONG_SHOWN if task != "handwritten" else None]:
                ids, start = encode(tokenizer, s)
                got = tokenizer.decode(generate(model, ids[:start], end), skip_special_tokens=False)
                print(f"    {s.system[-300:]!r}\n    {s.user!r}\n    want {s.answer}\n    got  {got}", flush=True)
    if a.transformers:
        compare(a.directory, model, tokenizer, [s for samples in sets.values() for s in samples[:4]])


def compare(directory: Path, model: Qwen2, tokenizer: Tokenizer, samples: list[Sample]) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    theirs = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).eval()
    reader = AutoTokenizer.from_pretrained(directory)
    end, same, worst, tokens_same = tokenizer.token_to_id("<|im_end|>"), 0, 0.0, 0
    for s in samples:
        ids, start = encode(tokenizer, s)
        prompt = torch.tensor([ids[:start]])
        text = reader.apply_chat_template([{"role": "system", "content": s.system}, {"role": "user", "content": s.user}],
                                          tokenize=False, add_generation_prompt=True)
        tokens_same += reader.encode(text, add_special_tokens=False) == ids[:start]
        with torch.no_grad():
            logits = theirs(prompt).logits
            worst = max(worst, float((model(prompt) - logits).norm() / logits.norm()))
            out = theirs.generate(prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=200, do_sample=False)
        same += out[0, start:].tolist() == generate(model, ids[:start], end)
    print(f"transformers: {same} of {len(samples)} greedy answers equal, logits within {worst:.1e} (relative norm), "
          f"{tokens_same} of {len(samples)} prompts tokenised the same through its chat template")


if __name__ == "__main__":
    main()
