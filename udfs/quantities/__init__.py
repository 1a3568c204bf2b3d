"""Numbers with units, and sizes, in English and Chinese."""
