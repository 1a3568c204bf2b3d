"""Many claims about a product to its facts."""
