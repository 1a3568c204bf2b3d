"""Texts of published products: which are due, statistics of the catalog, rows of the tables."""
