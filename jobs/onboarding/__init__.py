"""From a foreign export to published tables in one command."""
