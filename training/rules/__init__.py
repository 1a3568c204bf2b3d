"""Rules and aliases of a schema, learned from labelled pairs."""
