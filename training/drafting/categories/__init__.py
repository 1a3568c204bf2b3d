"""Listings of a foreign catalog in categories."""
