"""Labelled listings in, a checkpoint out. No Spark here."""
