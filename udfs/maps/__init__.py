"""Sellers' own maps, in whatever notation they come, as pairs of a name and a text."""
