"""Commands that check a schema, or teach it rules."""
