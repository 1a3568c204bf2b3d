"""Limits on what a run may change and still be published: what is measured, and the verdict."""
