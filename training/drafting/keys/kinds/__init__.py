"""Of which kind an attribute is, by what sellers state of it."""
