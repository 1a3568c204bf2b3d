"""Texts made of facts against those that people wrote."""
