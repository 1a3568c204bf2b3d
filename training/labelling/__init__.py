"""Which listings a person should label next, and what label tools make of them."""
