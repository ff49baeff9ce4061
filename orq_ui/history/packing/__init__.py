"""Runs as a zip that another machine takes in, with a HAR for other tools."""

from orq_ui.history.packing.har import har
from orq_ui.history.packing.reading import Packed, unpack
from orq_ui.history.packing.writing import pack

__all__ = ["Packed", "har", "pack", "unpack"]
