"""Spark's session, settings, files and machine."""
