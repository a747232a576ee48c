"""Held-out exact match of the bundled model, greedy and without masks, in torch.

    python evaluate.py ../../Models/bundled [--count 300] [--show 3] [--transformers]

A greedy answer equals the expected one exactly when, along the expected tokens, each is the most likely next token: one
forward pass decides a sample. "combinations" draws from the same words and patterns as training with another seed; "new
words" are names and words that training never sees, in patterns that it does; in "new patterns" the sentences, layouts
and questions are kept back as well. `--transformers` generates with
Hugging Face's implementation too and compares token by token. What the gateway answers, under its masks, is measured by
`measure.py`.
"""

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer

from data import SETS, TASKS, Sample, held_out, prompt, render
from feed import batches
from model import Qwen2, load
from tokenizer import encode


@torch.no_grad()
def judged(model: Qwen2, tokenizer: Tokenizer, samples: list[Sample], tokens: int = 65536) -> tuple[list[bool], float]:
    """Which answers are right to the last token, and the share of tokens that are."""
    device = next(model.parameters()).device
    right, hits, total = [True] * len(samples), 0, 0
    for batch, places in batches(tokenizer, samples, tokens if device.type == "cuda" else 8192):
        ids, at, targets, rows = (torch.from_numpy(x).to(device) for x in (batch.ids, batch.at, batch.targets, batch.rows))
        hit = model(ids, at.long()).argmax(-1) == targets
        hits, total = hits + int(hit.sum()), total + len(hit)
        for row in rows[~hit].unique().tolist():
            right[places[row]] = False
    return right, hits / total


@torch.no_grad()
def generate(model: Qwen2, ids: list[int], end: int, limit: int = 200) -> list[int]:
    device = next(model.parameters()).device
    whole = list(ids)
    while len(whole) < len(ids) + limit:
        at = torch.tensor([len(whole) - 1], device=device)
        whole.append(int(model(torch.tensor([whole], device=device), at)[0].argmax()))
        if whole[-1] == end:
            break
    return whole[len(ids):]


def exact_table(model: Qwen2, tokenizer: Tokenizer, count: int, shown: int) -> None:
    end = tokenizer.token_to_id("<|im_end|>")
    print(f"{'set':14}{'task':10}{'samples':>8}{'exact':>9}{'tokens':>9}")
    for kind in SETS:
        for task in TASKS:
            samples = held_out(task, kind, count)
            right, share = judged(model, tokenizer, samples)
            print(f"{kind:14}{task:10}{len(samples):8}{sum(right) / len(right):9.1%}{share:9.2%}", flush=True)
            for s in [s for s, ok in zip(samples, right) if not ok][:shown]:
                (ids, start), = encode(tokenizer, [render(s)])
                got = tokenizer.decode(generate(model, ids[:start], end), skip_special_tokens=False)
                print(f"    {prompt(s)[-700:]!r}\n    want {s.answer}\n    got  {got}", flush=True)


def compare(directory: Path, model: Qwen2, tokenizer: Tokenizer, samples: list[Sample]) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    theirs = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).eval()
    reader = AutoTokenizer.from_pretrained(directory)
    end, same, worst, tokens_same = tokenizer.token_to_id("<|im_end|>"), 0, 0.0, 0
    for s in samples:
        (ids, start), = encode(tokenizer, [render(s)])
        asked = torch.tensor([ids[:start]])
        tokens_same += reader.encode(prompt(s), add_special_tokens=False) == ids[:start]
        with torch.no_grad():
            logits = theirs(asked).logits
            worst = max(worst, float((model(asked) - logits).norm() / logits.norm()))
            out = theirs.generate(asked, attention_mask=torch.ones_like(asked), max_new_tokens=200, do_sample=False)
        same += out[0, start:].tolist() == generate(model, ids[:start], end)
    print(f"transformers: {same} of {len(samples)} greedy answers equal, logits within {worst:.1e} (relative norm), "
          f"{tokens_same} of {len(samples)} prompts tokenised the same")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--count", type=int, default=300, help="samples of each task and set")
    parser.add_argument("--show", type=int, default=0, help="so many wrong answers of each")
    parser.add_argument("--transformers", action="store_true")
    a = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(a.directory / "tokenizer.json"))
    model = load(a.directory).eval()
    exact_table(model, tokenizer, a.count, a.show)
    if a.transformers:
        compare(a.directory, model, tokenizer, [s for task in TASKS for s in held_out(task, "new words", 4)])


if __name__ == "__main__":
    main()
