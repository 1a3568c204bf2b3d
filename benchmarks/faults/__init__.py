"""Inputs that once went wrong, with the right result of each: what is made of them now."""
