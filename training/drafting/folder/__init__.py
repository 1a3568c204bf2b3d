"""What a draft leaves beside its schema: evidence, marks and what a person made of them."""
