"""Data sets that mark spans of several attributes in titles."""
