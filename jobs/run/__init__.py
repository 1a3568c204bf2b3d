"""The standardize run: its stages, and the order they go in."""
