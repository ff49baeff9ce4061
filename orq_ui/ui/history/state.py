"""What one tab shows of the history: the filters, the page of the list, the selection, the last message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from orq_ui.ui.text.error_messages import Message

if TYPE_CHECKING:
    # It brings SQLAlchemy, for which the first page does not wait.
    from orq_ui.history import HistoryStore, Order, Usage
    from orq_ui.history.queries import UsageFingerprint

    Action = Callable[[HistoryStore], None]


Query = dict[str, list[str]]
"""A URL's query: the values of each name."""


@dataclass(frozen=True)
class Wanted:
    """The filters as a person sets them; ``since`` and ``until`` are whole days, both included."""

    text: str = ""
    models: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    starred: bool = False
    since: date | None = None
    until: date | None = None

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(bool(getattr(self, item.name)) for item in fields(self))


@dataclass(frozen=True)
class Replaying:
    """A replay under way: the id of the original run, and of the new one."""

    original: str
    run_id: str


@dataclass(frozen=True)
class Told:
    """A message about what was just done."""

    kind: Literal["error", "success"]
    said: Message


@dataclass
class HistoryView:
    """``page`` counts from 1. ``query`` is what the list's URL was given last.

    ``queued`` actions are run by the page's body, since a click's callback must not wait.

    ``selected`` has the chosen runs' ids with their times. ``counted`` is the usage with the fingerprint that it was
    counted at. ``arrived`` is a replay that came back while something else was being done. ``binned`` are the runs that
    were deleted last, at ``binned_at`` of a clock that never goes back. ``asking`` is the imported run whose replay at
    a live host is to be confirmed, ``confirmed`` are those for which that was done.
    """

    wanted: Wanted = field(default_factory=Wanted)
    order: Order = "newest"
    page: int = 1
    query: Query = field(default_factory=dict)
    selected: dict[str, float] = field(default_factory=dict)
    binned: tuple[str, ...] = ()
    binned_at: float = 0.0
    queued: list[Action] = field(default_factory=list)
    told: Told | None = None
    place: tuple[str | None, str | None] = (None, None)
    replaying: Replaying | None = None
    arrived: Replaying | None = None
    uploads: int = 0
    counted: tuple[UsageFingerprint, Usage] | None = None
    has_imported: bool = False
    is_erasing: bool = False
    asking: str | None = None
    confirmed: set[str] = field(default_factory=set)

    def want(self, **changes: object) -> None:
        """Change the filters; go back to the first page and clear the selection, which may be out of sight now."""
        self.show(replace(self.wanted, **changes))  # type: ignore[arg-type]

    def want_all(self) -> None:
        """Clear all filters."""
        self.show(Wanted())

    def show(self, wanted: Wanted) -> None:
        """Set the filters; go back to the first page and clear the selection, if they are others."""
        if wanted != self.wanted:
            self.wanted, self.page, self.told = wanted, 1, None
            self.selected.clear()

    def unselect(self, *run_ids: str) -> None:
        """Remove runs from the selection."""
        for run_id in run_ids:
            self.selected.pop(run_id, None)

    @property
    def chosen(self) -> list[str]:
        """The selected runs, oldest first: the order in which they are compared and zipped."""
        return sorted(self.selected, key=lambda run_id: (self.selected[run_id], run_id))
