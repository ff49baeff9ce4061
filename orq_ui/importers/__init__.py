"""A pasted text as a request: the inverse of the code that the playground shows, and of much that others show."""

from orq_ui.importers.detect import read, read_image
from orq_ui.importers.imported import Code, Imported, Kind, Note

__all__ = ["Code", "Imported", "Kind", "Note", "read", "read_image"]
