"""Which runs of a list are wanted, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Executable, and_, exists, or_, select

from orq_ui.history.schema import runs, tags

Order = Literal["newest", "oldest", "longest", "model"]
ORDERS: dict[Order, tuple[ColumnElement[object], ...]] = {
    "newest": (runs.c.started_at.desc(), runs.c.id.desc()),
    "oldest": (runs.c.started_at, runs.c.id),
    "longest": (runs.c.duration_ms.desc().nulls_last(), runs.c.started_at.desc(), runs.c.id.desc()),
    "model": (runs.c.model, runs.c.started_at.desc(), runs.c.id.desc()),
}

LONGEST_TEXT, MOST_WORDS = 500, 50
"""Characters and words of a search. Databases take patterns and conditions of some length only."""
LONGEST_STATUS = 10
"""Digits; a column's whole number has fewer."""


@dataclass(frozen=True)
class Filter:
    """What a list shows: every condition that is set. Of several models, hosts, statuses or tags one is enough.

    Each word of ``text`` must occur, in either case, in the request, the picture's name, the note, a tag or an error;
    what is over the limits of a search is not looked for.
    A status is an HTTP status as text, or the state of a run without one. ``since`` and ``until`` are Unix seconds,
    the second exclusive.
    """

    text: str = ""
    models: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    starred: bool = False
    since: float | None = None
    until: float | None = None


EVERYTHING = Filter()


@dataclass(frozen=True)
class Facets:
    """The values that a person's runs have, to choose from."""

    models: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def owned_by(owner: str) -> ColumnElement[bool]:
    """Return the condition for the runs of a person that are not in the trash."""
    return and_(runs.c.owner == owner, runs.c.deleted_at.is_(None))


def conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Yield the filter as SQL."""
    for word in wanted.text[:LONGEST_TEXT].lower().split()[:MOST_WORDS]:
        yield runs.c.search.contains(word, autoescape=True)
    if wanted.models:
        yield or_(runs.c.model.in_(wanted.models), runs.c.served.in_(wanted.models))
    if wanted.hosts:
        yield runs.c.host.in_(wanted.hosts)
    if wanted.statuses:
        yield _status(wanted.statuses)
    if wanted.tags:
        yield exists(select(tags.c.run).where(tags.c.run == runs.c.id, tags.c.tag.in_(wanted.tags)))
    if wanted.starred:
        yield runs.c.starred
    if wanted.since is not None:
        yield runs.c.started_at >= wanted.since
    if wanted.until is not None:
        yield runs.c.started_at < wanted.until


def _status(statuses: tuple[str, ...]) -> ColumnElement[bool]:
    numbers = [int(status) for status in statuses if status.isdecimal() and len(status) < LONGEST_STATUS]
    states = [status for status in statuses if not status.isdecimal()]
    return or_(runs.c.status.in_(numbers), and_(runs.c.status.is_(None), runs.c.state.in_(states)))


def facet_queries(owner: str) -> dict[str, Executable]:
    """Return what to ask for each field of :class:`Facets`."""
    return {
        "models": select(runs.c.model).where(owned_by(owner)).union(select(runs.c.served).where(owned_by(owner))),
        "numbers": select(runs.c.status).where(owned_by(owner)).distinct(),
        "states": select(runs.c.state).where(owned_by(owner), runs.c.status.is_(None)).distinct(),
        "hosts": select(runs.c.host).where(owned_by(owner)).distinct(),
        "tags": select(tags.c.tag).join(runs, runs.c.id == tags.c.run).where(owned_by(owner)).distinct(),
    }
