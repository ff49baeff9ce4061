"""What a person changes about runs that are there: star, note, tags, the bin; and what is thrown away by itself."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, or_, select, update

from orq_ui.history.blob_references import Shelf
from orq_ui.history.database import reading, writing
from orq_ui.history.filters import mine
from orq_ui.history.limits import bounded_note, bounded_tags
from orq_ui.history.queries import Reader, whole
from orq_ui.history.repository import searchable
from orq_ui.history.schema import pictures, runs, tags

AT_ONCE = 200
"""Runs removed in one transaction."""
STAYS = or_(runs.c.starred, runs.c.state == "sending")
"""No limit takes these: the result of one that is under way is still to come."""


@dataclass(frozen=True)
class Limits:
    """What one person may keep; None is no limit. Starred runs and those under way count, but stay."""

    runs: int | None = None
    age_s: float | None = None
    bytes: int | None = None


class Keeper:
    """Changes to runs of one person at a time."""

    def __init__(self, engine: Engine, shelf: Shelf, reader: Reader) -> None:
        self._engine, self._shelf, self._reader = engine, shelf, reader

    def star(self, owner: str, run_id: str, starred: bool) -> None:
        """Set or take the star, which keeps a run from being thrown away by itself."""
        with writing(self._engine) as connection:
            connection.execute(update(runs).where(mine(owner), runs.c.id == run_id).values(starred=starred))

    def note(self, owner: str, run_id: str, note: str) -> None:
        """Write a note; it can be searched."""
        with writing(self._engine) as connection:
            connection.execute(update(runs).where(mine(owner), runs.c.id == run_id).values(note=bounded_note(note)))
            _index(connection, owner, run_id)

    def tag(self, owner: str, run_id: str, labels: Iterable[str]) -> None:
        """Set the tags, in place of those that were there; they can be searched."""
        wanted = [{"run": run_id, "tag": tag} for tag in bounded_tags(labels)]
        with writing(self._engine) as connection:
            if connection.scalar(select(runs.c.id).where(mine(owner), runs.c.id == run_id).with_for_update()) is None:
                return
            connection.execute(delete(tags).where(tags.c.run == run_id))
            if wanted:
                connection.execute(insert(tags), wanted)
            _index(connection, owner, run_id)

    def delete(self, owner: str, ids: Sequence[str], now: float) -> int:
        """Put runs into the bin, and say how many; :meth:`restore` takes them out again."""
        with writing(self._engine) as connection:
            query = update(runs).where(mine(owner), runs.c.id.in_(ids)).values(deleted_at=now)
            return connection.execute(query).rowcount

    def restore(self, owner: str, ids: Sequence[str]) -> int:
        """Take runs out of the bin, and say how many were still in it."""
        with writing(self._engine) as connection:
            binned = (runs.c.owner == owner) & runs.c.deleted_at.is_not(None)
            query = update(runs).where(binned, runs.c.id.in_(ids)).values(deleted_at=None)
            return connection.execute(query).rowcount

    def empty_bin(self, before: float) -> int:
        """Remove for good what was put into the bin before then, by anybody."""
        return self._remove(runs.c.deleted_at < before)

    def delete_all(self, owner: str) -> int:
        """Remove every run of a person for good, the bin included."""
        return self._remove(runs.c.owner == owner)

    def hand_over(self, owner: str, to: str) -> int:
        """Give a person's runs to another, the bin included, and say how many went; one under way stays for now."""
        with writing(self._engine) as connection:
            # Its result is looked for where the run began.
            ended = (runs.c.owner == owner) & (runs.c.state != "sending")
            return connection.execute(update(runs).where(ended).values(owner=to)).rowcount

    def owners(self) -> list[str]:
        """Everybody who has runs."""
        with reading(self._engine) as connection:
            return list(connection.scalars(select(runs.c.owner).distinct()))

    def retain(self, owner: str, limits: Limits, now: float) -> int:
        """Remove the oldest runs that are over a limit and need not stay, and say how many."""
        removed = 0
        if limits.age_s is not None:
            removed += self._remove(mine(owner) & ~STAYS & (runs.c.started_at < now - limits.age_s))
        usage = self._reader.usage(owner)
        if limits.runs is not None and usage.runs > limits.runs:
            removed += self.remove(self._surplus(owner, limits.runs), ~STAYS)
        if limits.bytes is not None and usage.bytes > limits.bytes:
            removed += self.remove(self._heavy(owner, limits.bytes), ~STAYS)
        return removed

    def remove(self, ids: Sequence[str], still: ColumnElement[bool]) -> int:
        """Remove runs that are still such for good, with the bytes that no other run uses; say how many."""
        removed = 0
        for start in range(0, len(ids), AT_ONCE):
            with writing(self._engine) as connection:
                some = runs.c.id.in_(ids[start : start + AT_ONCE])
                # Locked: a result that comes just now is either seen here, or finds its run gone.
                held = select(runs.c.id).where(some, still).order_by(runs.c.id).with_for_update()
                going = connection.scalars(held).all()
                self._shelf.let_go(connection, going)
                connection.execute(delete(runs).where(runs.c.id.in_(going)))
            self._shelf.give_back(going)
            removed += len(going)
        return removed

    def _remove(self, which: ColumnElement[bool]) -> int:
        with reading(self._engine) as connection:
            ids = connection.scalars(select(runs.c.id).where(which)).all()
        return self.remove(ids, which)

    def _surplus(self, owner: str, most_runs: int) -> Sequence[str]:
        """All but those that stay and the newest of the others, oldest first."""
        # Counted and chosen in one look: of two servers that tidy, the later one finds no more than the first left.
        place = func.row_number().over(order_by=(STAYS.desc(), runs.c.started_at.desc(), runs.c.id.desc()))
        placed = select(runs.c.id, STAYS.label("stays"), place.label("place")).where(mine(owner)).subquery()
        over = select(placed.c.id).where(placed.c.place > most_runs, ~placed.c.stays).order_by(placed.c.place.desc())
        with reading(self._engine) as connection:
            return connection.scalars(over).all()

    def _heavy(self, owner: str, most_bytes: int) -> list[str]:
        """The oldest runs without which the rest takes no more bytes than allowed; none that would free nothing."""
        query = (
            select(runs.c.id, STAYS.label("stays"), pictures.c.sha256, func.coalesce(pictures.c.size, 0).label("size"))
            .join(pictures, pictures.c.run == runs.c.id)
            .where(mine(owner), pictures.c.sha256.is_not(None))
            .order_by(runs.c.started_at, runs.c.id)
        )
        held: dict[str, set[str]] = {}
        sizes: dict[str, int] = {}
        users: Counter[str] = Counter()
        staying: set[str] = set()
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                held.setdefault(row.id, set()).add(row.sha256)
                sizes[row.sha256] = row.size
                staying |= {row.id} if row.stays else set()
        for hashes in held.values():
            users.update(hashes)
        total, chosen = sum(sizes.values()), []
        oldest = deque(run for run in held if run not in staying)
        while total > most_bytes and oldest:
            run = oldest.popleft()
            chosen.append(run)
            users.subtract(held[run])
            total -= sum(sizes[sha256] for sha256 in held[run] if users[sha256] == 0)
        # The others among them share every picture with a run that is left.
        return [run for run in chosen if any(users[sha256] == 0 for sha256 in held[run])]


def _index(connection: Connection, owner: str, run_id: str) -> None:
    """Renew what is searched, in the transaction that has changed or locked the run: its end may come just now."""
    run = whole(connection, owner, run_id)
    if run is not None:
        connection.execute(update(runs).where(runs.c.id == run_id).values(search=searchable(run)))
