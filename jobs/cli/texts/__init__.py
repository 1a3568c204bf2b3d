"""Commands for texts made of facts: shown with what supports them, taken out for people to edit, and read back."""
