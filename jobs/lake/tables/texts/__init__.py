"""Tables of texts that are made of facts, and what they are made by."""
