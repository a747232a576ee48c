// The room Masking: filled in the commits that follow.
