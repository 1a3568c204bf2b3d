"""What the texts of a listing state, behind keys and in plain sentences."""
