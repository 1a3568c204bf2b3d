"""Targets and losses of each head."""
