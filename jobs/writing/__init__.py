"""Texts of published products: which are due, the Spark functions that make them, what people did to them."""
