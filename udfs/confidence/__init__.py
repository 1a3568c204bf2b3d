"""Scores to honest probabilities."""
