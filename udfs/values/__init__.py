"""Raw values to canonical ones, by rules on the CPU."""
