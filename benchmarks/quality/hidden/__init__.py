"""What a checkpoint reads from texts whose sellers' maps are hidden."""
