"""``facetmill start``: the other commands one after the other, from a foreign export to published tables."""
