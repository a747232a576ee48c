"""Trains the bundled model on a CPU within a wall-clock budget.

    python train.py --out DIR [--minutes 62] [--threads 2] [--state FILE [--begin 0.5]]

Every batch is new. The schedule follows the share of the budget that has passed, so the learning rate reaches its end
at the deadline on a fast machine and on a busy one.
"""

import argparse
import math
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from data import sample
from model import Config, Qwen2, export
from muon import Muon
from tokenizer import encode, train_tokenizer



CURRICULUM = 0.5  # share of the budget in which the conversations grow
COPYING = 0.5  # share of plain copying at the start; it falls to LEAST_COPYING within the curriculum
LEAST_COPYING = 0.02
SHORT, LONGEST = 330, 1400  # characters of a conversation at the start, and when the curriculum has ended


def batches(tokenizer: Tokenizer, seed: int, size: int, progress: Callable[[], float], pool: int = 32):
    """Yields (ids [batch, tokens], rows [batch, answer], targets [batch, answer]); targets are -100 where padded.

    A pool of batches is sorted by length first, so that little is spent on padding. Short conversations come first:
    copying is learned sooner where there is less to search, and soonest where an answer is nothing else.
    """
    r = Random(seed)
    while True:
        grown = min(1.0, progress() / CURRICULUM)
        limit, copying = SHORT + (LONGEST - SHORT) * grown, max(LEAST_COPYING, COPYING * (1 - grown))
        drawn = []
        while len(drawn) < size * pool:
            s = sample(r, copying=copying)
            if len(s.system) + len(s.user) + len(s.answer) <= limit:
                drawn.append(encode(tokenizer, s))
        rows = sorted(drawn, key=lambda e: len(e[0]))
        groups = [rows[i:i + size] for i in range(0, len(rows), size)]
        r.shuffle(groups)
        for group in groups:
            longest = max(len(ids) for ids, _ in group)
            answer = max(len(ids) - start for ids, start in group)
            ids = torch.zeros(len(group), longest, dtype=torch.long)
            at = torch.zeros(len(group), answer, dtype=torch.long)
            targets = torch.full((len(group), answer), -100)
            for i, (tokens, start) in enumerate(group):
                count = len(tokens) - start
                ids[i, :len(tokens)] = torch.tensor(tokens)
                at[i, :count] = torch.arange(start - 1, len(tokens) - 1)
                targets[i, :count] = torch.tensor(tokens[start:])
            yield ids, at, targets


def gradients(model: Qwen2, ids: Tensor, rows: Tensor, targets: Tensor, count: int) -> tuple[float, tuple[Tensor, ...]]:
    """The part's share of the mean loss over `count` answer tokens, and its gradient for every parameter.

    Threads work on whole parts instead of sharing each operation: on a busy machine a barrier in every operation costs
    more than the operation.
    """
    logits = model(ids, rows)
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-100, reduction="sum") / count
    return loss.item(), torch.autograd.grad(loss, list(model.parameters()))


def optimizers(model: Qwen2, kind: str, rate: float) -> list[torch.optim.Optimizer]:
    """AdamW for all, or Muon for the layers' matrices and AdamW for the rest."""
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "embed" not in n]
    embedding = [model.embed_tokens.weight]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    if kind == "adamw":
        return [torch.optim.AdamW([{"params": matrices + embedding, "weight_decay": 0.05},
                                   {"params": vectors, "weight_decay": 0.0}], lr=rate, betas=(0.9, 0.98), fused=True)]
    return [
        Muon(matrices, lr=rate * 2.5, weight_decay=0.02),
        torch.optim.AdamW([{"params": embedding + vectors, "weight_decay": 0.0}], lr=rate, betas=(0.9, 0.98), fused=True),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=62)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--parts", type=int, default=4, help="pieces of a batch that the threads take from a queue")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--optimizer", choices=("adamw", "muon"), default="muon")
    parser.add_argument("--save-minutes", type=float, default=5)
    parser.add_argument("--state", type=Path, help="where optimizer and weights are kept, and resumed from when present")
    parser.add_argument("--begin", type=float, default=0.0, help="where in the schedule to begin when resuming (0 to 1)")
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps (0: at the deadline)")
    a = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    start = time.monotonic()
    tokenizer = train_tokenizer()
    model = Qwen2(Config())
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters", flush=True)
    optimizer = optimizers(model, a.optimizer, a.rate)
    rates = [[g["lr"] for g in o.param_groups] for o in optimizer]
    budget, saved, tokens, step, mean = a.minutes * 60, start, 0, 0, None
    if a.state and a.state.exists():
        stored = torch.load(a.state)
        model.load_state_dict(stored["model"])
        for o, values in zip(optimizer, stored["optimizers"]):
            o.load_state_dict(values)
        step, tokens = stored["step"], stored["tokens"]
    before = tokens

    def progress_now() -> float:
        return min(1.0, a.begin + (1 - a.begin) * (time.monotonic() - start) / budget)

    source = batches(tokenizer, a.seed + step, a.batch // a.parts, progress_now)
    workers = ThreadPoolExecutor(a.threads, initializer=torch.set_num_threads, initargs=(1,))
    while True:
        parts = [next(source) for _ in range(a.parts)]
        progress = progress_now()
        scale = min(1.0, (step + 1) / 100) * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)
        for o, initial in zip(optimizer, rates):
            for group, rate in zip(o.param_groups, initial):
                group["lr"] = rate * scale
        count = sum(int((targets >= 0).sum()) for _, _, targets in parts)
        results = list(workers.map(lambda part: gradients(model, *part, count), parts))
        loss = sum(loss for loss, _ in results)
        for p, *parts_of_p in zip(model.parameters(), *(g for _, g in results)):
            p.grad = sum(parts_of_p[1:], start=parts_of_p[0])
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in optimizer:
            o.step()
            o.zero_grad(set_to_none=True)
        tokens += sum(ids.numel() for ids, _, _ in parts)
        step += 1
        mean = loss if mean is None else 0.95 * mean + 0.05 * loss
        now = time.monotonic()
        if step % 20 == 0:
            print(f"step {step} loss {mean:.4f} tokens {tokens / 1e6:.2f}M {(tokens - before) / (now - start):.0f}/s "
                  f"progress {progress:.3f}", flush=True)
        done = now - start >= budget or step == a.steps
        if done or now - saved > a.save_minutes * 60:
            export(model, tokenizer, a.out)
            if a.state:
                partial = a.state.with_name(a.state.name + ".partial")
                torch.save({"model": model.state_dict(), "optimizers": [o.state_dict() for o in optimizer],
                            "step": step, "tokens": tokens}, partial)
                os.replace(partial, a.state)
            saved = now
        if done:
            print("finished", flush=True)
            return


if __name__ == "__main__":
    main()
