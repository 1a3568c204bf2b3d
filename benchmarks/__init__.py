"""Figures of speed and quality: scripts that print JSON and a table."""
