"""``python -m benchmarks.quality``: its commands, by what they do."""
