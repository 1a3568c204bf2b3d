"""What must hold before a run is published, and what is told of it."""
