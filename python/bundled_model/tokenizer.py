"""The bundled model's byte-level BPE, in Hugging Face `tokenizers` format.

It is trained with letters kept apart from the space or quote before them, so that a word has the same tokens in a
sentence (after a space) and in the answer (after a quote): copying is then a matter of repeating tokens. The stored
pre-tokenizer is Qwen2.5's; without merges that cross from punctuation to letters both split alike.
"""

from random import Random

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from data import render, sample

VOCABULARY = 2048
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
QWEN_SPLIT = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
              r"|\s+(?!\S)|\s+")
TRAINING_SPLIT = r"\p{L}+|\p{N}|[^\s\p{L}\p{N}]+|\s"


def _pre_tokenizer(pattern: str) -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
    ])


def train_tokenizer(samples: int = 20000, seed: int = 1) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = _pre_tokenizer(TRAINING_SPLIT)
    r = Random(seed)

    def texts():
        for _ in range(samples):
            s = sample(r)
            yield s.system
            yield s.user
            yield s.answer

    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY - len(SPECIAL), show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(texts(), trainer)
    tokenizer.pre_tokenizer = _pre_tokenizer(QWEN_SPLIT)
    tokenizer.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in SPECIAL])
    if tokenizer.get_vocab_size() != VOCABULARY:
        raise SystemExit(f"the tokenizer has {tokenizer.get_vocab_size()} tokens, not {VOCABULARY}")
    return tokenizer


def encode(tokenizer: Tokenizer, s) -> tuple[list[int], int]:
    """The token ids of prompt and answer, and where the answer begins."""
    prompt, answer = render(s)
    ids = tokenizer.encode(prompt, add_special_tokens=False).ids
    return ids + tokenizer.encode(answer, add_special_tokens=False).ids, len(ids)
