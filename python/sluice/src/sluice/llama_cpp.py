"""Masks for llama-cpp-python.

constraint = Constraint(vocabulary_of(llama), schema)
processor = SluiceLogitsProcessor(constraint, max_tokens=64)
llama.create_completion(prompt, max_tokens=64, logits_processor=LogitsProcessorList([processor]))
"""

import ctypes

import numpy

from .bitmask import Bitmask
from .matcher import Matcher
from .vocabulary import Vocabulary


def vocabulary_of(llama):
    """The vocabulary of a loaded `llama_cpp.Llama`; every token that ends a generation is an end token."""
    import llama_cpp

    vocabulary = llama_cpp.llama_model_get_vocab(llama.model)
    tokens, ends = [], []
    for token in range(llama_cpp.llama_vocab_n_tokens(vocabulary)):
        is_end = llama_cpp.llama_vocab_is_eog(vocabulary, token)
        if is_end:
            ends.append(token)
        is_text = not is_end and not llama_cpp.llama_vocab_is_control(vocabulary, token)
        tokens.append(_piece(llama_cpp, vocabulary, token) if is_text else b"")
    return Vocabulary.from_tokens(tokens, end_tokens=ends)


def _piece(llama_cpp, vocabulary, token):
    """The bytes that a token adds to a text."""
    size = 64
    while True:
        buffer = ctypes.create_string_buffer(size)
        count = llama_cpp.llama_token_to_piece(vocabulary, token, buffer, size, 0, False)
        if count >= 0:
            return buffer.raw[:count]
        # It says how much room it needs as a negative number.
        size = -count


class SluiceLogitsProcessor:
    """Keeps one completion to a schema; for another one make a new processor, or call `reset`.

    max_tokens: as given to the completion: the document is then complete within it.
    """

    def __init__(self, constraint, max_tokens=None):
        self.constraint = constraint
        self.max_tokens = max_tokens
        self._mask = Bitmask.allocate(constraint.vocabulary)
        self.reset()

    def reset(self):
        """Forgets the document, for another completion."""
        self._tokens = None
        self._prompt = None
        self.matcher = Matcher(self.constraint, budget=self.max_tokens)

    def __call__(self, input_ids, scores):
        """Scores with -inf where a token is not allowed.

        input_ids: prompt and completion so far. scores: of shape (vocabulary,).
        """
        ids = numpy.asarray(input_ids).reshape(-1)
        if self._prompt is None:
            self._prompt = len(ids)
        else:
            known = len(self._tokens)
            if len(ids) < known or not numpy.array_equal(ids[:known], self._tokens):
                raise ValueError("the text does not go on from the last step: a processor serves one completion")
            for token in ids[known:]:
                if not self.matcher.is_finished:
                    self.matcher.accept(int(token))
        self._tokens = ids.copy()
        if self.matcher.is_finished:
            return scores
        remaining = None
        if self.max_tokens is not None:
            remaining = max(0, self.max_tokens - (len(ids) - self._prompt))
        self.matcher.fill(self._mask, remaining=remaining)
        allowed = numpy.unpackbits(self._mask.array[0].view(numpy.uint8), bitorder="little")
        size = scores.shape[-1]
        masked = numpy.full_like(scores, -numpy.inf)
        places = numpy.flatnonzero(allowed[:size])
        masked[..., places] = scores[..., places]
        return masked
