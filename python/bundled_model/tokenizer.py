"""The bundled model's byte-level BPE, in Hugging Face `tokenizers` format.

It is trained with letters kept apart from the space or quote before them, so that a word has the same tokens in a
sentence (after a space) and in the answer (after a quote): copying is then a matter of repeating tokens. The stored
pre-tokenizer is Qwen2.5's; without merges that cross from punctuation to letters both split alike. As in Qwen2.5, the
marks of a call are tokens, which tells the gateway that the model has learned to call tools.
"""

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from data import prompt, sample
from draw import Draw

VOCABULARY = 2560
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
MARKS = ["<tool_call>", "</tool_call>"]
QWEN_SPLIT = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
              r"|\s+(?!\S)|\s+")
TRAINING_SPLIT = r"\p{L}+|\p{N}|[^\s\p{L}\p{N}]+|\s"


def _pre_tokenizer(pattern: str) -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
    ])


def train_tokenizer(samples: int = 12000, seed: int = 1) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = _pre_tokenizer(TRAINING_SPLIT)
    d = Draw(seed)

    def texts():
        for _ in range(samples):
            s = sample(d)
            # A contract's schema is the same each time and would buy its words a token each.
            yield s.messages[-1]["content"] or "" if s.contract and d.random() < 0.9 else prompt(s)
            yield s.answer

    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY - len(SPECIAL) - len(MARKS), show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(texts(), trainer)
    tokenizer.pre_tokenizer = _pre_tokenizer(QWEN_SPLIT)
    tokenizer.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in SPECIAL])
    tokenizer.add_tokens([AddedToken(t, normalized=False, special=False) for t in MARKS])
    if tokenizer.get_vocab_size() != VOCABULARY:
        raise SystemExit(f"the tokenizer has {tokenizer.get_vocab_size()} tokens, not {VOCABULARY}")
    return tokenizer


def encode(tokenizer: Tokenizer, rendered: list[tuple[str, str]]) -> list[tuple[list[int], int]]:
    """For each prompt and answer the token ids of both, and where the answer begins."""
    flat = tokenizer.encode_batch([text for pair in rendered for text in pair], add_special_tokens=False)
    return [(flat[i].ids + flat[i + 1].ids, len(flat[i].ids)) for i in range(0, len(flat), 2)]
