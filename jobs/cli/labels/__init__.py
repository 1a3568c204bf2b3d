"""Commands about labels."""
