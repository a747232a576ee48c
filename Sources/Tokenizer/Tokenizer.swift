// The room Tokenizer: filled in the commits that follow.
