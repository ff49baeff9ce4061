"""Read runs: a page of the list, one run whole, the family of one. Always those of one person only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, select

from orq_ui.history.database import read_transaction
from orq_ui.history.filters import EVERYTHING, ORDERS, Facets, Filter, Order, conditions, facet_queries, owned_by
from orq_ui.history.mappers import picture_of, run_of, summary_of
from orq_ui.history.run import Run, RunSummary, StoredFile, StoredPicture
from orq_ui.history.schema import details, pictures, runs, tags


@dataclass(frozen=True)
class Page:
    """Some lines of a list, and how many there are in all."""

    lines: tuple[RunSummary, ...]
    total: int


@dataclass(frozen=True)
class Usage:
    """How much is kept; a picture that several runs share counts once. ``bytes`` are those of pictures."""

    runs: int
    bytes: int


UsageFingerprint = tuple[Any, ...]


class RunQueries:
    """What pages ask of the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(
        self, owner: str, wanted: Filter = EVERYTHING, order: Order = "newest", number: int = 1, per_page: int = 20
    ) -> Page:
        """Return page ``number`` of a person's runs, counted from 1."""
        where = [owned_by(owner), *conditions(wanted)]
        skipped = max(0, number - 1) * per_page
        query = select(runs).where(*where).order_by(*ORDERS[order]).limit(per_page).offset(skipped)
        with read_transaction(self._engine) as connection:
            total = connection.scalar(select(func.count()).select_from(runs).where(*where))
            return Page(tuple(_summaries(connection, connection.execute(query).all())), int(total or 0))

    def position(self, owner: str, wanted: Filter, order: Order, run_id: str) -> int | None:
        """Return where a run is in a person's list, counted from 1; None where it is not in it."""
        number = func.row_number().over(order_by=ORDERS[order]).label("number")
        numbered = select(runs.c.id, number).where(owned_by(owner), *conditions(wanted)).subquery()
        with read_transaction(self._engine) as connection:
            return connection.scalar(select(numbered.c.number).where(numbered.c.id == run_id))

    def facets(self, owner: str) -> Facets:
        """Return the values that a person's runs can be filtered by."""
        with read_transaction(self._engine) as connection:
            found = {
                name: {value for value in connection.scalars(query) if value is not None}
                for name, query in facet_queries(owner).items()
            }
        statuses = [*(str(number) for number in sorted(found["numbers"])), *sorted(found["states"])]
        models, hosts, labels = (tuple(sorted(map(str, found[name]))) for name in ("models", "hosts", "tags"))
        return Facets(tuple(model for model in models if model), tuple(map(str, statuses)), hosts, labels)

    def run(self, owner: str, run_id: str) -> Run | None:
        """Return one run, whole; None when there is none of this id, or it is somebody else's."""
        with read_transaction(self._engine) as connection:
            return whole_run(connection, owner, run_id)

    def summaries(self, owner: str, run_ids: Iterable[str]) -> tuple[RunSummary, ...]:
        """Return the lines of those of these runs that are there and this person's, oldest first."""
        return self._oldest_first(owner, runs.c.id.in_(list(run_ids)))

    def children(self, owner: str, run_ids: Iterable[str]) -> tuple[RunSummary, ...]:
        """Return the lines of the runs that were made from these, oldest first."""
        return self._oldest_first(owner, runs.c.parent.in_(list(run_ids)))

    def _oldest_first(self, owner: str, which: ColumnElement[bool]) -> tuple[RunSummary, ...]:
        query = select(runs).where(owned_by(owner), which).order_by(*ORDERS["oldest"])
        with read_transaction(self._engine) as connection:
            return tuple(_summaries(connection, connection.execute(query).all()))

    def stored_picture(self, owner: str, run_id: str, place: int) -> StoredPicture | None:
        """Return what is known of one picture; None where there is none, or it is somebody else's."""
        found = self.stored_file(owner, run_id, place)
        return found if isinstance(found, StoredPicture) else None

    def stored_file(self, owner: str, run_id: str, place: int) -> StoredPicture | StoredFile | None:
        """Return what is known of one picture, or of a file that cannot be shown, as :meth:`stored_picture` does."""
        query = select(pictures).join(runs, runs.c.id == pictures.c.run)
        where = (owned_by(owner), runs.c.id == run_id, pictures.c.place == place)
        with read_transaction(self._engine) as connection:
            row = connection.execute(query.where(*where)).first()
            found = None if row is None else picture_of(row)
        return found if isinstance(found, StoredPicture | StoredFile) else None

    def owner_of(self, run_id: str) -> str | None:
        """Return whose run it is; for checks of permission only."""
        with read_transaction(self._engine) as connection:
            return connection.scalar(select(runs.c.owner).where(runs.c.id == run_id, runs.c.deleted_at.is_(None)))

    def usage(self, owner: str) -> Usage:
        """Return how much a person keeps, the trash left out."""
        each = (
            select(pictures.c.sha256, func.max(pictures.c.size).label("size"))
            .join(runs, runs.c.id == pictures.c.run)
            .where(owned_by(owner), pictures.c.sha256.is_not(None))
            .group_by(pictures.c.sha256)
            .subquery()
        )
        with read_transaction(self._engine) as connection:
            count = connection.scalar(select(func.count()).select_from(runs).where(owned_by(owner)))
            return Usage(int(count or 0), int(connection.scalar(select(func.sum(each.c.size))) or 0))

    def usage_fingerprint(self, owner: str) -> UsageFingerprint:
        """Return a cheap fingerprint that changes whenever :meth:`usage` does."""
        # The sum of the times tells a run from one of its size that took its place.
        figures = func.count(), func.coalesce(func.sum(runs.c.size), 0), func.sum(runs.c.started_at)
        with read_transaction(self._engine) as connection:
            return tuple(connection.execute(select(*figures).where(owned_by(owner))).one())


def whole_run(connection: Connection, owner: str, run_id: str) -> Run | None:
    """Return one run of this person as a transaction sees it."""
    above = runs.alias()
    parents = select(above.c.origin).where(above.c.id == runs.c.parent, above.c.owner == runs.c.owner)
    query = select(runs, details, parents.scalar_subquery().label("parent_origin"))
    joined = query.join(details, details.c.run == runs.c.id)
    row = connection.execute(joined.where(owned_by(owner), runs.c.id == run_id)).first()
    return None if row is None else run_of(row, next(_summaries(connection, [row])))


def _summaries(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[RunSummary]:
    ids = [row.id for row in rows]
    shown = select(pictures).where(pictures.c.run.in_(ids)).order_by(pictures.c.run, pictures.c.place)
    labels = select(tags).where(tags.c.run.in_(ids)).order_by(tags.c.run, tags.c.tag)
    by_run = {run: list(group) for run, group in groupby(connection.execute(shown), lambda row: row.run)}
    tagged = {run: [row.tag for row in group] for run, group in groupby(connection.execute(labels), lambda r: r.run)}
    for row in rows:
        yield summary_of(row, tagged.get(row.id, ()), map(picture_of, by_run.get(row.id, ())))
