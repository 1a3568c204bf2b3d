"""Models that write text: found and verified, loaded once, asked in batches."""
