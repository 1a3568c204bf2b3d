"""A catalog of strangers in, a draft of its schema out."""
