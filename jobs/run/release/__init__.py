"""Whether a run is published: gates, runs that are held, and what people decide of them."""
