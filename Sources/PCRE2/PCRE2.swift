// The room PCRE2: filled in the commits that follow.
