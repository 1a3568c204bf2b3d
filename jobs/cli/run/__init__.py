"""Commands that standardize, train, or look at the machine."""
