"""What speaks against a claim: who else is meant, what is denied, offered, cut out or contradicted."""
