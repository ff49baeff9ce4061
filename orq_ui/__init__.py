"""A playground for one call of orq.ai's AI Router: create image variation."""

__version__ = "0.1.0"
