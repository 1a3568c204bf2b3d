"""Whether a text says only what facts and listing support."""
