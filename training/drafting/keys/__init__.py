"""Sellers' keys in, attributes out: which keys name one thing, of which kind it is, and which keys say nothing."""
