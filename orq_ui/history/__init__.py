"""Every send as a run that survives: a database for the facts, a blob store for the pictures.

What needs SQLAlchemy is imported when it is first asked for: the first page does not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from orq_ui.history.events import RunFinished, RunStarted, new_id
from orq_ui.history.run import SOURCE, Parent, Run, RunSummary, SentPart, SentRequest, State, StoredFile, StoredPicture

if TYPE_CHECKING:
    from orq_ui.history.filters import Facets, Filter, Order
    from orq_ui.history.lineage import LineageNode
    from orq_ui.history.queries import Page, Usage
    from orq_ui.history.retention import RetentionLimits
    from orq_ui.history.store import HistoryStore, IntegrityReport

_LATER = {
    "Facets": "filters",
    "Filter": "filters",
    "HistoryStore": "store",
    "IntegrityReport": "store",
    "LineageNode": "lineage",
    "Order": "filters",
    "Page": "queries",
    "RetentionLimits": "retention",
    "Usage": "queries",
}

__all__ = [
    "SOURCE",
    "Facets",
    "Filter",
    "HistoryStore",
    "IntegrityReport",
    "LineageNode",
    "Order",
    "Page",
    "Parent",
    "RetentionLimits",
    "Run",
    "RunFinished",
    "RunStarted",
    "RunSummary",
    "SentPart",
    "SentRequest",
    "State",
    "StoredFile",
    "StoredPicture",
    "Usage",
    "new_id",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"orq_ui.history.{_LATER[name]}"), name)
