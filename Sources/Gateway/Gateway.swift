// The room Gateway: filled in the commits that follow.
