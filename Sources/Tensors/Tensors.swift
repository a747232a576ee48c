// The room Tensors: filled in the commits that follow.
