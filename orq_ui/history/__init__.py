"""Every send as a run that survives: a database for the facts, a blob store for the pictures.

What needs SQLAlchemy is imported when it is first asked for: the first page does not wait for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from orq_ui.history.events import Arrival, Departure, new_id
from orq_ui.history.run import SOURCE, Brief, Kept, KeptPart, Parent, Run, Sent, State

if TYPE_CHECKING:
    from orq_ui.history.edits import Limits
    from orq_ui.history.filters import Facets, Filter, Order
    from orq_ui.history.lineage import Branch
    from orq_ui.history.queries import Page, Usage
    from orq_ui.history.store import Damage, HistoryStore

_LATER = {
    "Branch": "lineage",
    "Damage": "store",
    "Facets": "filters",
    "Filter": "filters",
    "HistoryStore": "store",
    "Limits": "edits",
    "Order": "filters",
    "Page": "queries",
    "Usage": "queries",
}

__all__ = [
    "SOURCE",
    "Arrival",
    "Branch",
    "Brief",
    "Damage",
    "Departure",
    "Facets",
    "Filter",
    "HistoryStore",
    "Kept",
    "KeptPart",
    "Limits",
    "Order",
    "Page",
    "Parent",
    "Run",
    "Sent",
    "State",
    "Usage",
    "new_id",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"orq_ui.history.{_LATER[name]}"), name)
