"""Data sets that sort texts into classes."""
