"""The Delta tables of a target: definitions, versions, commits."""
