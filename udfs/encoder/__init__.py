"""Text to tensors, and the encoder's arithmetic."""
