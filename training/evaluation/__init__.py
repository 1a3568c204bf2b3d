"""How good a checkpoint is, by the path that the job takes."""
