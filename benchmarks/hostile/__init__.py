"""Texts that no rule may stumble over."""
