"""Facts in English."""
