"""Labelled rows to training examples, splits and epochs."""
