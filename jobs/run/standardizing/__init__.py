"""Changed products in standard terms, and what the tables have to become for them."""
