"""Commands that read the tables of the last run."""
