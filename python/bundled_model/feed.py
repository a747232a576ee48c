"""Batches of conversations, made by processes of their own while the model trains."""

import multiprocessing
import os
import queue
from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Callable

import numpy as np
from tokenizers import Tokenizer

from data import Sample, render, sample
from draw import Draw
from tokenizer import encode

CURRICULUM = 0.25  # share of the budget in which the conversations grow
COPYING = 0.4  # share of plain copying at the start; it falls to LEAST_COPYING within the curriculum
LEAST_COPYING = 0.02
SHORT, LONGEST = 160, 1400  # tokens of a conversation at the start, and when the curriculum has ended
CHUNK = 2048  # conversations that are sorted by length together


@dataclass(frozen=True)
class Batch:
    """`at` are the places of the flattened [batch, tokens] before which an answer's tokens `targets` stand; `rows` are
    their conversations."""

    ids: np.ndarray
    at: np.ndarray
    targets: np.ndarray
    rows: np.ndarray


def pack(group: list[tuple[list[int], int]]) -> Batch:
    longest = max(len(ids) for ids, _ in group)
    ids = np.zeros((len(group), longest), np.int32)
    at, targets, rows = [], [], []
    for row, (tokens, start) in enumerate(group):
        ids[row, :len(tokens)] = tokens
        at.append(np.arange(start - 1, len(tokens) - 1) + row * longest)
        targets.append(tokens[start:])
        rows.append(np.full(len(tokens) - start, row))
    return Batch(ids, np.concatenate(at).astype(np.int32), np.concatenate(targets).astype(np.int32), np.concatenate(rows).astype(np.int32))


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


def produce(tokenizer: Tokenizer, seed: str, tokens: int, chunk: int, progress, out) -> None:
    """Fills `out` for ever."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.nice(5)
    d, shuffle = Draw(seed), Random(seed)
    while True:
        grown = min(1.0, progress.value / CURRICULUM)
        limit, copying = SHORT + (LONGEST - SHORT) * grown, max(LEAST_COPYING, COPYING * (1 - grown))
        encoded: list = []
        while len(encoded) < chunk:
            drawn = encode(tokenizer, [render(sample(d, copying=copying)) for _ in range(256)])
            encoded += [e for e in drawn if len(e[0]) <= limit]
        made = groups(encoded, tokens)
        shuffle.shuffle(made)
        for group in made:
            out.put(pack(group))


class Feed:
    """Takes batches from worker processes. When they are behind, one of the latest is given again."""

    def __init__(self, tokenizer: Tokenizer, seed: int, tokens: int, workers: int, chunk: int = CHUNK, kept: int = 300):
        context = multiprocessing.get_context("fork")
        self.progress = context.Value("d", 0.0, lock=False)
        self.queue = context.Queue(maxsize=max(8, workers * 4))
        self.workers = [context.Process(target=produce, args=(tokenizer, f"{seed}-{i}", tokens, chunk, self.progress, self.queue), daemon=True)
                        for i in range(workers)]
        for worker in self.workers:
            worker.start()
        self.latest: deque[Batch] = deque(maxlen=kept)
        self.random = Random(seed)
        self.again = 0

    def next(self, progress: float) -> Batch:
        self.progress.value = progress
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
