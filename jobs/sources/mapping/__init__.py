"""Columns of a source to those of a listing: expressions, sellers' maps, and rows for which they fail."""
