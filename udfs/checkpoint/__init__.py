"""A checkpoint on disk, and its manifest."""
