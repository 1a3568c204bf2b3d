"""Texts that are true, with one lie planted in each: what a checker of texts has to find."""
