"""Sellers' text: cleaning with offsets, keys, the Chinese scripts, web shops."""
