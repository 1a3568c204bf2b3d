"""Answers of queries as files for other programs."""
