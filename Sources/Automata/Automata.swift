// The room Automata: filled in the commits that follow.
