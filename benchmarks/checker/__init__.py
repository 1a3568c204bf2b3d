"""Texts of others through the checker of ``udfs/writing/checking``: ``python -m benchmarks.checker``."""
