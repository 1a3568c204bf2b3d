"""Data sets that say what listings state of each attribute."""
