"""Runs that go for good: what is in the trash, what is over a limit, all of a person's."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, delete, func, or_, select

from orq_ui.history.blob_references import BlobReferences
from orq_ui.history.database import read_transaction, write_transaction
from orq_ui.history.filters import owned_by
from orq_ui.history.queries import RunQueries
from orq_ui.history.schema import pictures, runs

MAX_AT_ONCE = 200
"""Runs removed in one transaction."""
STAYS = or_(runs.c.starred, runs.c.state == "sending")
"""No limit takes these: the result of one that is under way is still to come."""


@dataclass(frozen=True)
class RetentionLimits:
    """What one person may keep; None is no limit. Starred runs and those under way count, but stay."""

    runs: int | None = None
    age_s: float | None = None
    bytes: int | None = None


class Retention:
    """Removes runs, with the bytes that no other run uses."""

    def __init__(self, engine: Engine, references: BlobReferences) -> None:
        self._engine, self._references, self._queries = engine, references, RunQueries(engine)

    def empty_trash(self, before: float) -> int:
        """Remove what was moved to the trash before then, by anybody."""
        return self._remove_all(runs.c.deleted_at < before)

    def delete_all(self, owner: str) -> int:
        """Remove every run of a person, the trash included."""
        return self._remove_all(runs.c.owner == owner)

    def owners(self) -> list[str]:
        """Return everybody who has runs."""
        with read_transaction(self._engine) as connection:
            return list(connection.scalars(select(runs.c.owner).distinct()))

    def enforce(self, owner: str, limits: RetentionLimits, now: float) -> int:
        """Remove the oldest runs that are over a limit and need not stay, and say how many."""
        removed = 0
        if limits.age_s is not None:
            removed += self._remove_all(owned_by(owner) & ~STAYS & (runs.c.started_at < now - limits.age_s))
        usage = self._queries.usage(owner)
        if limits.runs is not None and usage.runs > limits.runs:
            removed += self._remove(self._over_count(owner, limits.runs), ~STAYS)
        if limits.bytes is not None and usage.bytes > limits.bytes:
            removed += self._remove(self._over_bytes(owner, limits.bytes), ~STAYS)
        return removed

    def _remove_all(self, which: ColumnElement[bool]) -> int:
        with read_transaction(self._engine) as connection:
            ids = connection.scalars(select(runs.c.id).where(which)).all()
        return self._remove(ids, which)

    def _remove(self, ids: Sequence[str], still: ColumnElement[bool]) -> int:
        """Remove those of these runs for which that still holds, and say how many."""
        removed = 0
        for start in range(0, len(ids), MAX_AT_ONCE):
            with write_transaction(self._engine, is_long=True) as connection:
                some = runs.c.id.in_(ids[start : start + MAX_AT_ONCE])
                # Locked: a result that comes just now is either seen here, or finds its run gone.
                locked = select(runs.c.id).where(some, still).order_by(runs.c.id).with_for_update()
                going = connection.scalars(locked).all()
                self._references.remove(connection, going)
                connection.execute(delete(runs).where(runs.c.id.in_(going)))
            self._references.collect(going)
            removed += len(going)
        return removed

    def _over_count(self, owner: str, most_runs: int) -> Sequence[str]:
        """Return all but those that stay and the newest of the others, oldest first."""
        # Counted and chosen in one query: of two servers that clean up, the later finds no more than the first left.
        place = func.row_number().over(order_by=(STAYS.desc(), runs.c.started_at.desc(), runs.c.id.desc()))
        placed = select(runs.c.id, STAYS.label("stays"), place.label("place")).where(owned_by(owner)).subquery()
        over = select(placed.c.id).where(placed.c.place > most_runs, ~placed.c.stays).order_by(placed.c.place.desc())
        with read_transaction(self._engine) as connection:
            return connection.scalars(over).all()

    def _over_bytes(self, owner: str, most_bytes: int) -> list[str]:
        """Return the oldest runs without which the rest is within the limit; none that would free nothing."""
        query = (
            select(runs.c.id, STAYS.label("stays"), pictures.c.sha256, func.coalesce(pictures.c.size, 0).label("size"))
            .join(pictures, pictures.c.run == runs.c.id)
            .where(owned_by(owner), pictures.c.sha256.is_not(None))
            .order_by(runs.c.started_at, runs.c.id)
        )
        hashes: dict[str, set[str]] = {}
        sizes: dict[str, int] = {}
        staying: set[str] = set()
        with read_transaction(self._engine) as connection:
            for row in connection.execute(query):
                hashes.setdefault(row.id, set()).add(row.sha256)
                sizes[row.sha256] = row.size
                staying |= {row.id} if row.stays else set()
        users = Counter(sha256 for held in hashes.values() for sha256 in held)
        total, chosen = sum(sizes.values()), []
        oldest = deque(run for run in hashes if run not in staying)
        while total > most_bytes and oldest:
            run = oldest.popleft()
            chosen.append(run)
            users.subtract(hashes[run])
            total -= sum(sizes[sha256] for sha256 in hashes[run] if users[sha256] == 0)
        # The others among them share every picture with a run that is left.
        return [run for run in chosen if any(users[sha256] == 0 for sha256 in hashes[run])]
