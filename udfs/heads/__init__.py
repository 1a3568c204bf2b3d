"""The network, asked by label vectors: each head with its decoding."""
