// The room Qwen2: filled in the commits that follow.
