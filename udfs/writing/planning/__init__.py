"""What is said of a product, and in which order: facts that may be said, weighed by schema and catalog."""
