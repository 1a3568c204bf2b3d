"""Encoders and their tokenizers, from hub, folder or package."""
