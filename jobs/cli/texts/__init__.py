"""``describe`` and ``texts``: what is written of products."""
