"""Masks for vLLM, after the interfaces of vLLM 0.33.0 (`vllm.v1.structured_output.backend_types` and
`vllm.v1.sample.logits_processor`). They are not stable, and this module has been tried against their definitions, not
in a running vLLM.

**Structured outputs.** vLLM chooses among its own backends by name. With `SLUICE_VLLM=1` in the environment the plugin
of this package puts Sluice in the place of `guidance`, in every process of vLLM:

    SLUICE_VLLM=1 vllm serve MODEL --structured-outputs-config.backend guidance

Takes JSON Schemas and `json_object`; regular expressions, grammars, choices and structural tags are refused.

**Logits processor.** Where another backend has to stay, a request can bring a schema of its own:

    LLM(MODEL, logits_processors=["sluice.vllm:SluiceLogitsProcessor"])
    SamplingParams(max_tokens=64, extra_args={"sluice_schema": {"type": "object"}})
"""

import os

import torch
from vllm.exceptions import VLLMValidationError
from vllm.v1.sample.logits_processor import AdapterLogitsProcessor
from vllm.v1.structured_output.backend_types import (
    StructuredOutputBackend,
    StructuredOutputGrammar,
    StructuredOutputOptions,
)

from .bitmask import Bitmask
from .constraint import Constraint
from .errors import SluiceError
from .matcher import Matcher
from .transformers import apply, vocabulary_of
from .vocabulary import Vocabulary


def register():
    """vLLM's plugin: puts Sluice in the place of the backend `guidance`, when SLUICE_VLLM asks for it."""
    if os.environ.get("SLUICE_VLLM") != "1":
        return
    from vllm.v1 import structured_output
    from vllm.v1.structured_output import backend_guidance

    structured_output.GuidanceBackend = SluiceBackend
    backend_guidance.validate_guidance_grammar = validate
    # vLLM must not send away what only llguidance can't do.
    backend_guidance.has_guidance_unsupported_json_features = lambda schema: False


class SluiceGrammar(StructuredOutputGrammar):
    """One request's document."""

    def __init__(self, constraint):
        self.constraint = constraint
        self.reset()

    def reset(self):
        self.matcher = Matcher(self.constraint)

    def accept_tokens(self, request_id, tokens):
        if self.matcher.is_finished:
            return True
        return self.matcher.accept_many(tokens) == len(tokens) or self.matcher.is_finished

    def validate_tokens(self, tokens):
        # Rejected places of a draft are filled up with -1.
        draft = tokens[: next((index for index, token in enumerate(tokens) if token < 0), len(tokens))]
        return draft[: self.matcher.validate(draft)]

    def rollback(self, num_tokens):
        self.matcher.rollback(num_tokens)

    def fill_bitmask(self, bitmask, batch_index):
        self.matcher.fill(bitmask, batch_index)

    def is_terminated(self):
        return self.matcher.is_finished


class SluiceBackend(StructuredOutputBackend):
    """Schemas of an engine."""

    def __init__(self, vllm_config, tokenizer, vocab_size):
        super().__init__(vllm_config, tokenizer, vocab_size)
        self._vocabularies = {}
        config = self.vllm_config.structured_outputs_config
        if config.disable_additional_properties:
            raise ValueError("Sluice does not change schemas: say additionalProperties in them")
        self._options = {"whitespace": 0 if config.disable_any_whitespace else 1}

    def compile_grammar(self, request_type, grammar_spec, stop_token_ids=None):
        schema = schema_of(request_type, grammar_spec)
        ends = frozenset(stop_token_ids or [self.tokenizer.eos_token_id])
        if ends not in self._vocabularies:
            self._vocabularies[ends] = vocabulary_of(self.tokenizer, self.vocab_size, sorted(ends))
        return SluiceGrammar(Constraint(self._vocabularies[ends], schema, **self._options))

    def allocate_token_bitmask(self, max_num_seqs):
        return torch.full((max_num_seqs, (self.vocab_size + 31) // 32), -1, dtype=torch.int32)

    def destroy(self):
        self._vocabularies.clear()


def schema_of(request_type, grammar_spec):
    """The schema that a request asks for."""
    if request_type == StructuredOutputOptions.JSON:
        return grammar_spec
    if request_type == StructuredOutputOptions.JSON_OBJECT:
        return {"type": "object"}
    raise ValueError(f"Sluice writes JSON, not {request_type.name}")


def validate(sampling_params, tokenizer=None):
    """Refuses a request whose schema can't be enforced, with keyword and place."""
    from vllm.v1.structured_output.request import get_structured_output_key

    if sampling_params.structured_outputs is None:
        return
    try:
        check(schema_of(*get_structured_output_key(sampling_params.structured_outputs)))
    except ValueError as error:
        raise VLLMValidationError(str(error)) from error


def check(schema):
    """Raises VLLMValidationError when the schema can't be enforced, whatever the vocabulary."""
    tokens = Vocabulary.from_tokens([bytes([byte]) for byte in range(256)] + [b""], end_tokens=[256])
    try:
        Constraint(tokens, schema)
    except SluiceError as error:
        raise VLLMValidationError(str(error)) from error


class SluiceLogitsProcessor(AdapterLogitsProcessor):
    """Keeps the requests that bring `sluice_schema` to it; documents are complete within `max_tokens`."""

    def __init__(self, vllm_config, device, is_pin_memory):
        super().__init__(vllm_config, device, is_pin_memory)
        from vllm.tokenizers import cached_tokenizer_from_config

        tokenizer = cached_tokenizer_from_config(model_config=vllm_config.model_config)
        self._vocabulary = vocabulary_of(tokenizer, vllm_config.model_config.get_vocab_size())

    @classmethod
    def validate_params(cls, params):
        schema = (params.extra_args or {}).get("sluice_schema")
        if schema is not None:
            check(schema)

    def is_argmax_invariant(self):
        return False

    def new_req_logits_processor(self, params):
        schema = (params.extra_args or {}).get("sluice_schema")
        return None if schema is None else _Request(Constraint(self._vocabulary, schema), params.max_tokens)


class _Request:
    """One request's document, with the tokens that came as vLLM lists them."""

    def __init__(self, constraint, budget):
        self._matcher = Matcher(constraint, budget=budget)
        self._budget = budget
        self._mask = Bitmask.allocate(constraint.vocabulary)

    def __call__(self, output_token_ids, logits):
        known = self._matcher.count
        if not self._matcher.is_finished:
            for token in output_token_ids[known:]:
                self._matcher.accept(token)
        if self._matcher.is_finished:
            return logits
        remaining = None if self._budget is None else self._budget - len(output_token_ids)
        self._matcher.fill(self._mask, remaining=remaining)
        return apply(torch.from_numpy(self._mask.array), logits.unsqueeze(0))[0]
