// The room CPUBackend: filled in the commits that follow.
