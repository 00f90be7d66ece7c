"""Translate and summarise news articles in batches, every sentence accounted for."""

__version__ = "0.1.0"
