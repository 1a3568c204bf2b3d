"""A text, and what may support it, as the checks read both: pieces, numbers, clauses, statements."""
