"""Sellers' keys of a foreign catalog as attributes."""
