"""Batches of conversations, made by processes of their own while the model trains."""

import multiprocessing
import os
import queue
from collections import deque
from dataclasses import dataclass
from random import Random

import numpy as np
from tokenizers import Tokenizer

from data import Sample, render, sample
from draw import Draw
from tokenizer import encode

CURRICULUM = 0.25  # share of the budget in which the conversations grow
COPYING = 0.4  # share of plain copying at the start; it falls to LEAST_COPYING within the curriculum
LEAST_COPYING = 0.02
SHORT, LONGEST = 160, 1400  # tokens of a conversation at the start, and when the curriculum has ended
# Batches come in few shapes: a GPU's libraries plan anew for each that they have not seen.
LENGTHS = (96, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 832, 1088, 1408)
ANSWERS = 16384  # places of answers are filled up to a multiple


@dataclass(frozen=True)
class Batch:
    """`at` are the places of the flattened [batch, tokens] before which an answer's tokens `targets` stand; `rows` are
    their conversations."""

    ids: np.ndarray
    at: np.ndarray
    targets: np.ndarray
    rows: np.ndarray


def pack(group: list[tuple[list[int], int]], longest: int | None = None, multiple: int = 1) -> Batch:
    longest = longest or max(len(ids) for ids, _ in group)
    ids = np.zeros((len(group), longest), np.int32)
    at, targets, rows = [], [], []
    for row, (tokens, start) in enumerate(group):
        ids[row, :len(tokens)] = tokens
        at.append(np.arange(start - 1, len(tokens) - 1) + row * longest)
        targets.append(tokens[start:])
        rows.append(np.full(len(tokens) - start, row))
    missing = -sum(map(len, at)) % multiple
    at.append(np.arange(missing) % ids.size)  # each at its own place: their gradients are zeros, added one by one
    targets.append(np.full(missing, -100))
    return Batch(ids, *(np.concatenate(x).astype(np.int32) for x in (at, targets, rows)))


def groups(encoded: list[tuple[list[int], int]], tokens: int) -> list[list[tuple[list[int], int]]]:
    """Conversations of like length, as many as have room in so many tokens, padding included."""
    out: list[list] = [[]]
    for e in sorted(encoded, key=lambda e: len(e[0])):
        if out[-1] and (len(out[-1]) + 1) * len(e[0]) > tokens:
            out.append([])
        out[-1].append(e)
    return out


def batches(tokenizer: Tokenizer, samples: list[Sample], tokens: int) -> list[tuple[Batch, list[int]]]:
    """Each batch with the places of its conversations among the samples; for evaluation."""
    encoded = encode(tokenizer, [render(s) for s in samples])
    order = sorted(range(len(samples)), key=lambda i: len(encoded[i][0]))
    out = []
    for group in groups(encoded, tokens):
        out.append((pack(group), order[:len(group)]))
        order = order[len(group):]
    return out


def produce(tokenizer: Tokenizer, seed: str, tokens: int, progress, out) -> None:
    """Fills `out` for ever; conversations wait for others of like length until they are a batch."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.nice(5)
    d = Draw(seed)
    waiting: dict[int, list] = {length: [] for length in LENGTHS}
    while True:
        grown = min(1.0, progress.value / CURRICULUM)
        limit, copying = SHORT + (LONGEST - SHORT) * grown, max(LEAST_COPYING, COPYING * (1 - grown))
        for e in encode(tokenizer, [render(sample(d, copying=copying)) for _ in range(128)]):
            if len(e[0]) > limit:
                continue
            length = next(x for x in LENGTHS if len(e[0]) <= x)
            waiting[length].append(e)
            if len(waiting[length]) == max(1, tokens // length):
                out.put(pack(waiting[length], length, min(ANSWERS, tokens // 4)))
                waiting[length] = []


class Feed:
    """Takes batches from worker processes. When they are behind, one of the latest is given again.

    `least` is the progress at which the curriculum begins.
    """

    def __init__(self, tokenizer: Tokenizer, seed: int, tokens: int, workers: int, least: float = 0.0, kept: int = 300):
        context = multiprocessing.get_context("fork")
        self.least = least
        self.progress = context.Value("d", least, lock=False)
        self.queue = context.Queue(maxsize=max(8, workers * 4))
        self.workers = [context.Process(target=produce, args=(tokenizer, f"{seed}-{i}", tokens, self.progress, self.queue), daemon=True)
                        for i in range(workers)]
        for worker in self.workers:
            worker.start()
        self.latest: deque[Batch] = deque(maxlen=kept)
        self.random = Random(seed)
        self.again = 0

    def next(self, progress: float) -> Batch:
        self.progress.value = max(progress, self.least)
        try:
            batch = self.queue.get(block=len(self.latest) < 50)
        except queue.Empty:
            self.again += 1
            return self.random.choice(self.latest)
        self.latest.append(batch)
        return batch

    def close(self) -> None:
        for worker in self.workers:
            worker.terminate()
