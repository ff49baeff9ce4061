"""Runs as a zip that another machine takes in, with a HAR for other tools."""

from orq_ui.history.export.har import har
from orq_ui.history.export.zip_export import export_runs
from orq_ui.history.export.zip_import import ImportedRun, import_runs

__all__ = ["ImportedRun", "export_runs", "har", "import_runs"]
