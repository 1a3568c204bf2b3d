"""The product: listing text in, standardized attributes out. Pure Python and torch; Spark only in ``udfs.spark``."""
