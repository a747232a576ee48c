// The room Decoding: filled in the commits that follow.
