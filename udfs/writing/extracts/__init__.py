"""Of a listing's own words: the clauses of a summary, and keywords."""
