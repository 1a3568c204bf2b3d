"""Commands that decide which run is published."""
