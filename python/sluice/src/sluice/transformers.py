"""Masks for `transformers.generate`.

constraint = Constraint(vocabulary_of(tokenizer, model.config.vocab_size), schema)
processor = SluiceLogitsProcessor(constraint, max_new_tokens=64)
model.generate(**inputs, max_new_tokens=64, logits_processor=[processor])
"""

import json

import torch
from transformers import LogitsProcessor

from .bitmask import Bitmask
from .errors import TokenError
from .matcher import Matcher
from .batch import fill_batch
from .vocabulary import Vocabulary


def vocabulary_of(tokenizer, rows=None, end_tokens=None):
    """The vocabulary of a fast tokenizer of transformers.

    rows: the model's rows of logits, `model.config.vocab_size`.
    end_tokens: the ids at which generation stops; by default the tokenizer's end token.
    """
    content = json.loads(tokenizer.backend_tokenizer.to_str())
    # How prompts are cut and filled up says nothing of the tokens, and encoding may have set it.
    content["truncation"] = content["padding"] = None
    if end_tokens is None:
        end_tokens = [tokenizer.eos_token_id]
    return Vocabulary.from_tokenizer(json.dumps(content).encode(), end_tokens=end_tokens, rows=rows)


class SluiceLogitsProcessor(LogitsProcessor):
    """Keeps every sequence of one call of `generate` to a schema.

    Takes batches, several returned sequences and beams. Assisted generation, which offers several tokens at once, is
    refused. For another call make a new processor, or call `reset`.

    constraint: for all sequences. The end tokens of its vocabulary have to end generation as well.
    max_new_tokens: as given to `generate`: documents are then complete within it.
    num_beams: as given to `generate`. With fewer allowed tokens than beams, `generate` keeps beams whose last token is
    not allowed; with more than one beam such beams score -inf from then on, with one beam they are an error.
    """

    supports_continuous_batching = False

    def __init__(self, constraint, max_new_tokens=None, num_beams=1):
        self.constraint = constraint
        self.max_new_tokens = max_new_tokens
        self.num_beams = num_beams
        self.reset()

    def reset(self):
        """Forgets all sequences, for another call of `generate`."""
        self._prompt = None
        self._length = None
        # The matcher of each sequence at the last step, by the tokens that were generated; None where a beam has died.
        self._matchers = {}

    def __call__(self, input_ids, scores):
        if self._prompt is None:
            self._prompt = self._length = input_ids.shape[1]
            self._matchers = {(): Matcher(self.constraint, budget=self.max_new_tokens)}
        elif input_ids.shape[1] != self._length + 1:
            raise ValueError(
                "sequences must grow by one token a step: a processor serves one call of generate, and no assistant"
            )
        self._length = input_ids.shape[1]
        rows = [tuple(tokens) for tokens in input_ids[:, self._prompt :].tolist()]
        if self._length > self._prompt:
            self._matchers = self._advanced(rows)
        matchers = [self._matchers[row] for row in rows]
        return self._masked(scores, matchers)

    def _advanced(self, rows):
        """The matchers of the sequences, each one token on from a sequence of the last step."""
        waiting = {}
        for row in dict.fromkeys(rows):
            waiting.setdefault(row[:-1], []).append(row)
        advanced = {}
        for before, following in waiting.items():
            if before not in self._matchers:
                raise ValueError(
                    "a sequence does not go on from the last step: a processor serves one call of generate"
                )
            matcher = self._matchers[before]
            for row in following[1:]:
                advanced[row] = self._accepted(matcher and matcher.copy(), row[-1])
            advanced[following[0]] = self._accepted(matcher, following[0][-1])
        return advanced

    def _accepted(self, matcher, token):
        if matcher is None or matcher.is_finished:
            # After its end a sequence is filled up with padding.
            return matcher
        try:
            matcher.accept(token)
        except TokenError:
            if self.num_beams == 1:
                raise
            return None
        return matcher

    def _masked(self, scores, matchers):
        rows = self.constraint.vocabulary.rows
        if scores.shape[1] < rows:
            raise ValueError(f"scores for {scores.shape[1]} tokens, and a vocabulary of {rows}: pass fewer rows")
        mask = Bitmask.allocate(self.constraint.vocabulary, len(matchers))
        open_rows = [matcher if matcher and not matcher.is_finished else None for matcher in matchers]
        remaining = None
        if self.max_new_tokens is not None:
            left = max(0, self.max_new_tokens - (self._length - self._prompt))
            remaining = [left] * len(matchers)
        # Sequences that are equal so far share a matcher, and so a mask.
        first = {}
        for index, matcher in enumerate(open_rows):
            if matcher and first.setdefault(id(matcher), index) != index:
                open_rows[index] = None
        fill_batch(open_rows, mask, remaining)
        end = self.constraint.vocabulary.end_tokens[0]
        for index, matcher in enumerate(matchers):
            if matcher is None:
                continue
            if matcher.is_finished:
                mask.array[index, end >> 5] = _signed(1 << (end & 31))
            elif first[id(matcher)] != index:
                mask.array[index] = mask.array[first[id(matcher)]]
        return apply(torch.from_numpy(mask.array), scores)


def apply(words, scores):
    """Scores with -inf where the mask's bit is 0. Shapes (rows, words) and (rows, vocabulary)."""
    words = words.to(scores.device)
    bits = torch.arange(32, device=scores.device, dtype=torch.int32)
    allowed = ((words.unsqueeze(-1) >> bits) & 1).bool().flatten(1)
    count = scores.shape[1]
    if allowed.shape[1] < count:
        allowed = torch.nn.functional.pad(allowed, (0, count - allowed.shape[1]))
    return scores.masked_fill(~allowed[:, :count], float("-inf"))


def _signed(word):
    """A word of 32 bits as int32."""
    return word - (1 << 32) if word >> 31 else word
