"""Facts in, texts out: which facts may be said, in which words, and whether a text says nothing else."""
