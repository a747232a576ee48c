"""Trains the bundled model within a wall-clock budget, on a GPU in minutes or on a CPU in hours.

    python train.py --out DIR [--minutes 4] [--device cuda] [--workers 15]

Worker processes make conversations all the time, so (nearly) every batch is new. The schedule follows the share of the
budget that has passed, so the learning rate reaches its end at the deadline on a fast machine and on a busy one. The
weights are written to DIR now and then, and exact match on the held-out sets is printed at the end.
"""

import argparse
import math
import os
import threading
import time
from pathlib import Path
from queue import Queue

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.func import functional_call

from evaluate import exact_table
from feed import Batch, Feed
from model import Config, Qwen2, export
from muon import Muon
from tokenizer import train_tokenizer


def optimizers(model: Qwen2, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the layers' matrices and AdamW for the rest."""
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "embed" not in n]
    others = [p for n, p in model.named_parameters() if p.dim() == 1 or "embed" in n]
    return [
        Muon(matrices, lr=rate * 2.5, weight_decay=0.02),
        torch.optim.AdamW([{"params": others, "weight_decay": 0.0}], lr=rate, betas=(0.9, 0.98), fused=True),
    ]


def schedule(step: int, progress: float, warmup: int) -> float:
    """Linear warm-up, a constant half, and a cosine to a hundredth."""
    down = max(0.0, (progress - 0.4) / 0.6)
    return min(1.0, (step + 1) / warmup) * (0.01 + 0.99 * (1 + math.cos(math.pi * down)) / 2)


class Loader:
    """Moves batches to the device one ahead of the step that needs them."""

    def __init__(self, feed: Feed, device: torch.device, progress):
        self.ready: Queue = Queue(maxsize=4)
        self.stopped = False
        threading.Thread(target=self.fill, args=(feed, device, progress), daemon=True).start()

    def fill(self, feed: Feed, device: torch.device, progress) -> None:
        while not self.stopped:
            self.ready.put(on_device(feed.next(progress()), device))


def on_device(batch: Batch, device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    tensors = [torch.from_numpy(x) for x in (batch.ids, batch.at, batch.targets)]
    if device.type == "cuda":
        tensors = [t.pin_memory().to(device, non_blocking=True) for t in tensors]
    return tensors[0], tensors[1].long(), tensors[2].long()


def loss_of(model: Qwen2, ids: Tensor, at: Tensor, targets: Tensor, dtype: torch.dtype) -> Tensor:
    """The mean over the answers' tokens; in bf16 a copy of the weights computes and the f32 weights get the gradients."""
    if dtype == torch.float32:
        logits = model(ids, at)
    else:
        weights = {n: p.to(dtype) for n, p in model.named_parameters()}
        logits = functional_call(model, weights, (ids, at, dtype))
    return F.cross_entropy(logits.float(), targets)


def save(model: Qwen2, tokenizer, directory: Path, loss: Tensor) -> None:
    """Keeps what was saved before when training has gone astray."""
    if math.isfinite(loss.item()):
        export(model, tokenizer, directory)
    else:
        print("the loss is no number: nothing is saved", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=4, help="from the start to the last step; the evaluation comes after it")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--bf16", action="store_true", help="compute in bf16 on a CPU too")
    parser.add_argument("--threads", type=int, default=1, help="of a CPU")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--tokens", type=int, default=65536, help="of a batch, padding included")
    parser.add_argument("--chunk", type=int, default=2048)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--warmup", type=int, default=200, help="steps")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-minutes", type=float, default=1)
    parser.add_argument("--held", type=int, default=400, help="held-out samples of each task")
    a = parser.parse_args()
    start = time.monotonic()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    torch.set_float32_matmul_precision("high")
    tokenizer = train_tokenizer()
    budget = a.minutes * 60

    def progress() -> float:
        return min(1.0, (time.monotonic() - start) / budget)

    # Before anything of the device starts: the workers are forks of this process.
    feed = Feed(tokenizer, a.seed, a.tokens, a.workers, a.chunk)
    device = torch.device(a.device)
    dtype = torch.bfloat16 if a.bf16 or device.type == "cuda" else torch.float32
    model = Qwen2(Config()).to(device)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, tokenizer after {time.monotonic() - start:.0f} s", flush=True)
    optimizer = optimizers(model, a.rate)
    rates = [[g["lr"] for g in o.param_groups] for o in optimizer]
    loader = Loader(feed, device, progress)
    saved, tokens, answers, step, told = start, 0, 0, 0, start
    mean = torch.zeros((), device=device)
    while progress() < 1:
        ids, at, targets = loader.ready.get()
        scale = schedule(step, progress(), a.warmup)
        for o, initial in zip(optimizer, rates):
            for group, rate in zip(o.param_groups, initial):
                group["lr"] = rate * scale
        loss = loss_of(model, ids, at, targets, dtype)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in optimizer:
            o.step()
            o.zero_grad(set_to_none=True)
        tokens += ids.numel()
        answers += targets.numel()
        step += 1
        mean = loss.detach() if step == 1 else 0.95 * mean + 0.05 * loss.detach()
        now = time.monotonic()
        if step in (1, 10, 100) or now - told > 10:
            print(f"step {step} loss {mean.item():.4f} tokens {tokens / 1e6:.1f}M {tokens / (now - start):.0f}/s of answers {answers / 1e6:.2f}M "
                  f"again {feed.again} progress {progress():.3f} after {now - start:.0f} s", flush=True)
            told = now
        if now - saved > a.save_minutes * 60:
            save(model, tokenizer, a.out, mean)
            saved = now
    save(model, tokenizer, a.out, mean)
    loader.stopped = True
    feed.close()
    print(f"trained: {step} steps, {tokens / 1e6:.1f}M tokens, {answers / 1e6:.1f}M of answers, {feed.again} batches again, {time.monotonic() - start:.0f} s", flush=True)
    exact_table(model.eval(), tokenizer, a.held, 2)


if __name__ == "__main__":
    main()
