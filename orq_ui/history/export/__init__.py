"""Runs as a zip that another machine takes in, with a HAR for other tools."""

from orq_ui.history.export.har import har
from orq_ui.history.export.reading import Packed, unpack
from orq_ui.history.export.writing import pack

__all__ = ["Packed", "har", "pack", "unpack"]
