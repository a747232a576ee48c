"""The peers behind one face: `compile` a schema, then ask whether the masks let the tokens of a text through."""

import importlib
import json

NAMES = ("llguidance", "xgrammar")


class Unsatisfiable(Exception):
    """The engine refuses the schema because it has no valid instance."""


class Refused(Exception):
    """The engine refuses the schema."""


def is_allowed(mask, token):
    return bool((int(mask[0, token >> 5]) >> (token & 31)) & 1)


class Llguidance:
    def __init__(self, tokenizer, vocabulary_size, end):
        self.llguidance = importlib.import_module("llguidance")
        self.fill = importlib.import_module("llguidance.numpy").fill_next_token_bitmask
        self.vocabulary = self.llguidance.LLTokenizer(tokenizer.to_str(), n_vocab=vocabulary_size, eos_token=end)
        allocate = importlib.import_module("llguidance.numpy").allocate_token_bitmask
        self.mask = allocate(1, self.vocabulary.vocab_size)

    def compile(self, schema):
        grammar = json.dumps({"grammars": [{"json_schema": schema}]})
        matcher = self.llguidance.LLMatcher(self.vocabulary, grammar)
        if matcher.is_error():
            message = matcher.get_error()
            raise (Unsatisfiable if "nsatisfiable" in message else Refused)(message.strip().splitlines()[0])
        return matcher

    def accepts(self, compiled, tokens):
        matcher = compiled.deep_copy()
        for token in tokens:
            self.fill(matcher, self.mask, 0)
            if not is_allowed(self.mask, token) or not matcher.consume_token(token):
                return False
        return matcher.is_accepting()


class Xgrammar:
    """Any whitespace, properties that the schema does not name allowed, as JSON Schema has it."""

    def __init__(self, tokenizer, vocabulary_size, end):
        self.xgrammar = importlib.import_module("xgrammar")
        words = [""] * vocabulary_size
        for word, token in tokenizer.get_vocab().items():
            words[token] = word
        information = self.xgrammar.TokenizerInfo(
            words, self.xgrammar.VocabType.BYTE_LEVEL, vocab_size=vocabulary_size, stop_token_ids=[end]
        )
        self.end = end
        self.compiler = self.xgrammar.GrammarCompiler(information, max_threads=1, cache_enabled=False)
        self.mask = self.xgrammar.allocate_token_bitmask(1, vocabulary_size)

    def compile(self, schema):
        try:
            return self.compiler.compile_json_schema(json.dumps(schema), any_whitespace=True, strict_mode=False)
        except Exception as error:
            message = str(error).strip().splitlines()[0]
            raise (Unsatisfiable if "nsatisfiable" in message else Refused)(message) from error

    def accepts(self, compiled, tokens):
        matcher = self.xgrammar.GrammarMatcher(compiled)
        for token in [*tokens, self.end]:
            # Nothing is written to the mask when every token is allowed.
            if matcher.fill_next_token_bitmask(self.mask) and not is_allowed(self.mask, token):
                return False
            if not matcher.accept_token(token):
                return False
        return True


ENGINES = {"llguidance": Llguidance, "xgrammar": Xgrammar}
