"""Reading runs: a page of the list, one run whole, the family of one. Always those of one person only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, select

from orq_ui.history.database import reading
from orq_ui.history.filters import ORDERS, Facets, Filter, Order, conditions, facet_queries, mine
from orq_ui.history.mappers import brief_of, picture_of, run_of
from orq_ui.history.run import Brief, Kept, Run
from orq_ui.history.schema import details, pictures, runs, tags


@dataclass(frozen=True)
class Page:
    """Some lines of a list, and how many there are in all."""

    lines: tuple[Brief, ...]
    total: int


@dataclass(frozen=True)
class Usage:
    """How much is kept; a picture that several runs share counts once. ``bytes`` are those of pictures."""

    runs: int
    bytes: int


Footprint = tuple[Any, ...]


class Reader:
    """What pages ask of the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(self, owner: str, wanted: Filter, order: Order, number: int, per_page: int) -> Page:
        """Page ``number``, counted from 1."""
        where = [mine(owner), *conditions(wanted)]
        skipped = max(0, number - 1) * per_page
        query = select(runs).where(*where).order_by(*ORDERS[order]).limit(per_page).offset(skipped)
        with reading(self._engine) as connection:
            total = connection.scalar(select(func.count()).select_from(runs).where(*where))
            return Page(tuple(_briefs(connection, query)), int(total or 0))

    def position(self, owner: str, wanted: Filter, order: Order, run_id: str) -> int | None:
        """Where a run stands in a list, counted from 1; None where it is not in it."""
        number = func.row_number().over(order_by=ORDERS[order]).label("number")
        numbered = select(runs.c.id, number).where(mine(owner), *conditions(wanted)).subquery()
        with reading(self._engine) as connection:
            return connection.scalar(select(numbered.c.number).where(numbered.c.id == run_id))

    def facets(self, owner: str) -> Facets:
        """The values to filter by."""
        with reading(self._engine) as connection:
            found = {
                name: {value for value in connection.scalars(query) if value is not None}
                for name, query in facet_queries(owner).items()
            }
        statuses = [*(str(number) for number in sorted(found["numbers"])), *sorted(found["states"])]
        models, hosts, labels = (tuple(sorted(map(str, found[name]))) for name in ("models", "hosts", "tags"))
        return Facets(tuple(model for model in models if model), tuple(map(str, statuses)), hosts, labels)

    def run(self, owner: str, run_id: str) -> Run | None:
        """One run of this person; None for one that is not there or somebody else's."""
        with reading(self._engine) as connection:
            return whole(connection, owner, run_id)

    def briefs(self, owner: str, ids: Iterable[str]) -> tuple[Brief, ...]:
        """Lines of these runs, oldest first."""
        query = select(runs).where(mine(owner), runs.c.id.in_(list(ids))).order_by(*ORDERS["oldest"])
        with reading(self._engine) as connection:
            return tuple(_briefs(connection, query))

    def children(self, owner: str, ids: Iterable[str]) -> tuple[Brief, ...]:
        """Lines of the runs that were made from these, oldest first."""
        query = select(runs).where(mine(owner), runs.c.parent.in_(list(ids))).order_by(*ORDERS["oldest"])
        with reading(self._engine) as connection:
            return tuple(_briefs(connection, query))

    def kept(self, owner: str, run_id: str, place: int) -> Kept | None:
        """One picture of this person; None for one that is not there or somebody else's."""
        query = select(pictures).join(runs, runs.c.id == pictures.c.run)
        with reading(self._engine) as connection:
            row = connection.execute(query.where(mine(owner), runs.c.id == run_id, pictures.c.place == place)).first()
        found = None if row is None else picture_of(row)
        return found if isinstance(found, Kept) else None

    def owner_of(self, run_id: str) -> str | None:
        """Whose run it is."""
        with reading(self._engine) as connection:
            return connection.scalar(select(runs.c.owner).where(runs.c.id == run_id, runs.c.deleted_at.is_(None)))

    def usage(self, owner: str) -> Usage:
        """How much a person's runs take, the bin left out."""
        each = (
            select(pictures.c.sha256, func.max(pictures.c.size).label("size"))
            .join(runs, runs.c.id == pictures.c.run)
            .where(mine(owner), pictures.c.sha256.is_not(None))
            .group_by(pictures.c.sha256)
            .subquery()
        )
        with reading(self._engine) as connection:
            count = connection.scalar(select(func.count()).select_from(runs).where(mine(owner)))
            return Usage(int(count or 0), int(connection.scalar(select(func.sum(each.c.size))) or 0))

    def footprint(self, owner: str) -> Footprint:
        """Something cheap that is another one whenever :meth:`usage` is."""
        # The sum of the times tells a run from one of its size that took its place.
        figures = func.count(), func.coalesce(func.sum(runs.c.size), 0), func.sum(runs.c.started_at)
        with reading(self._engine) as connection:
            return tuple(connection.execute(select(*figures).where(mine(owner))).one())


def whole(connection: Connection, owner: str, run_id: str) -> Run | None:
    """One run of this person as a transaction sees it."""
    above = runs.alias()
    parents = select(above.c.origin).where(above.c.id == runs.c.parent, above.c.owner == runs.c.owner)
    query = select(runs, details, parents.scalar_subquery().label("parent_origin"))
    joined = query.join(details, details.c.run == runs.c.id)
    row = connection.execute(joined.where(mine(owner), runs.c.id == run_id)).first()
    return None if row is None else run_of(row, next(iter(_with_pictures(connection, [row]))))


def _briefs(connection: Connection, query: Select[Any]) -> Iterator[Brief]:
    return _with_pictures(connection, connection.execute(query).all())


def _with_pictures(connection: Connection, rows: Iterable[Row[Any]]) -> Iterator[Brief]:
    rows = list(rows)
    ids = [row.id for row in rows]
    shown = select(pictures).where(pictures.c.run.in_(ids)).order_by(pictures.c.run, pictures.c.place)
    labels = select(tags).where(tags.c.run.in_(ids)).order_by(tags.c.run, tags.c.tag)
    by_run = {run: list(group) for run, group in groupby(connection.execute(shown), lambda row: row.run)}
    tagged = {run: [row.tag for row in group] for run, group in groupby(connection.execute(labels), lambda r: r.run)}
    for row in rows:
        yield brief_of(row, tagged.get(row.id, ()), map(picture_of, by_run.get(row.id, ())))
