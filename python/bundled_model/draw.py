"""Where the synthetic data takes its chances from, and what it keeps back for the held-out sets.

Every list of words and every list of sentence patterns has a part that training never sees. A `Draw` says which parts it
takes: `Draw(seed)` is training's, `Draw(seed, words=HELD)` has new words in known patterns, `Draw(seed, words=HELD,
patterns=HELD)` has both new.
"""

from random import Random
from typing import Sequence, TypeVar

T = TypeVar("T")
KNOWN, HELD = 0, 1
_parts: dict[int, tuple] = {}


def _split(items: Sequence[T], shortest: int) -> tuple[Sequence[T], Sequence[T]]:
    """The known part and the held one: every fifth, or the last one of three or four."""
    if len(items) < shortest:
        return items, items
    if len(items) < 5:
        return items[:-1], items[-1:]
    return [x for i, x in enumerate(items) if i % 5 != 4], [x for i, x in enumerate(items) if i % 5 == 4]


class Draw(Random):
    def __init__(self, seed, words: int = KNOWN, patterns: int = KNOWN):
        super().__init__(seed)
        self.words, self.patterns = words, patterns

    def _part(self, items: Sequence[T], shortest: int, part: int) -> Sequence[T]:
        kept = _parts.get(id(items))
        if kept is None:
            if len(_parts) > 10000:
                raise RuntimeError("a list that is made anew for each draw has no parts of its own")
            # The list itself is kept beside its parts: an id is its own only as long as it lives.
            kept = _parts[id(items)] = (items, *_split(items, shortest))
        return kept[1 + part]

    def word(self, items: Sequence[T]) -> T:
        """One of a constant list of words."""
        return self.choice(self._part(items, 5, self.words))

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Several different ones of a constant list of words."""
        part = self._part(items, 5, self.words)
        return self.sample(part, min(count, len(part)))

    def pattern(self, items: Sequence[T]) -> T:
        """One of a constant list of patterns."""
        return self.choice(self._part(items, 3, self.patterns))

    def chance(self, share: float) -> bool:
        return self.random() < share
