"""Goods of no known kind: how well a checkpoint keeps them out of its categories."""
