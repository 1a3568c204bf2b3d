"""Tables that answer what analysts ask: made of attributes, products and the schema."""
