// The room Schema: filled in the commits that follow.
