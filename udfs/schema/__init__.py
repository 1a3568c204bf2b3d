"""The schema as data: definitions, fingerprints, YAML in and out, an attribute's own rules."""
