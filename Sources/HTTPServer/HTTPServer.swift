// The room HTTPServer: filled in the commits that follow.
