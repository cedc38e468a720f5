"""A code frame in YAML → a `Codebook`, with every problem of the file found at once."""
