"""Categories of a catalog that has no schema: from sellers' paths, else from keys and titles."""
