"""Trains the bundled model within a wall-clock budget, on a GPU in minutes or on a CPU in hours.

    python train.py --out DIR [--minutes 4] [--device cuda] [--workers 15] [--init DIR]

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
from tokenizers import Tokenizer
from torch import Tensor

from evaluate import exact_table
from feed import CURRICULUM, Batch, Feed
from gradients import Gradients
from model import Config, Qwen2, export, load
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

    def __init__(self, feed: Feed, device: torch.device, device_lock: threading.Lock, progress):
        self.ready: Queue = Queue(maxsize=4)
        self.stopped = False
        threading.Thread(target=self.fill, args=(feed, device, device_lock, progress), daemon=True).start()

    def fill(self, feed: Feed, device: torch.device, device_lock: threading.Lock, progress) -> None:
        while not self.stopped:
            batch = feed.next(progress())
            with device_lock:
                moved = on_device(batch, device)
            self.ready.put(moved)


def on_device(batch: Batch, device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    tensors = [torch.from_numpy(x) for x in (batch.ids, batch.at, batch.targets)]
    if device.type == "cuda":
        tensors = [t.pin_memory().to(device, non_blocking=True) for t in tensors]
    return tensors[0], tensors[1].long(), tensors[2].long()


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
    parser.add_argument("--init", type=Path, help="go on from the weights and the tokenizer in this directory, without the easy beginning")
    parser.add_argument("--no-graphs", action="store_true", help="launch each kernel by itself on a GPU too")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--warmup", type=int, default=200, help="steps")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-minutes", type=float, default=1)
    parser.add_argument("--held", type=int, default=400, help="held-out samples of each task; 0: no evaluation")
    a = parser.parse_args()
    start = time.monotonic()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    torch.set_float32_matmul_precision("high")
    tokenizer = Tokenizer.from_file(str(a.init / "tokenizer.json")) if a.init else train_tokenizer()
    budget = a.minutes * 60

    def progress() -> float:
        return min(1.0, (time.monotonic() - start) / budget)

    # Before anything of the device starts: the workers are forks of this process.
    feed = Feed(tokenizer, a.seed, a.tokens, a.workers, CURRICULUM if a.init else 0.0)
    device = torch.device(a.device)
    dtype = torch.bfloat16 if a.bf16 or device.type == "cuda" else torch.float32
    model = (load(a.init) if a.init else Qwen2(Config())).to(device)
    device_lock = threading.Lock()
    gradients = Gradients(model, dtype, device.type == "cuda" and not a.no_graphs, device_lock)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, tokenizer after {time.monotonic() - start:.0f} s", flush=True)
    optimizer = optimizers(model, a.rate)
    rates = [[g["lr"] for g in o.param_groups] for o in optimizer]
    loader = Loader(feed, device, device_lock, progress)
    saved, tokens, step, told = start, 0, 0, start
    mean = torch.zeros((), device=device)
    while progress() < 1:
        ids, at, targets = loader.ready.get()
        scale = schedule(step, progress(), a.warmup)
        for o, initial in zip(optimizer, rates):
            for group, rate in zip(o.param_groups, initial):
                group["lr"] = rate * scale
        loss = gradients(ids, at, targets)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in optimizer:
            o.step()
        tokens += ids.numel()
        step += 1
        mean = loss.clone() if step == 1 else 0.95 * mean + 0.05 * loss
        now = time.monotonic()
        if step in (1, 10, 100) or now - told > 10:
            print(f"step {step} loss {mean.item():.4f} tokens {tokens / 1e6:.1f}M {tokens / (now - start):.0f}/s "
                  f"again {feed.again} progress {progress():.3f} after {now - start:.0f} s", flush=True)
            told = now
        if now - saved > a.save_minutes * 60:
            save(model, tokenizer, a.out, mean)
            saved = now
    save(model, tokenizer, a.out, mean)
    loader.stopped = True
    feed.close()
    print(f"trained: {step} steps, {tokens / 1e6:.1f}M tokens, {feed.again} batches again, {time.monotonic() - start:.0f} s", flush=True)
    if a.held:
        exact_table(model.eval(), tokenizer, a.held, 2)


if __name__ == "__main__":
    main()
