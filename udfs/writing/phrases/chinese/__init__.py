"""Facts in Chinese."""
