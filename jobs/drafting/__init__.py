"""Sources to the listings that a schema is drafted of."""
