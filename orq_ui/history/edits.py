"""What a person changes about runs that are there: star, note, tags, the trash, whose they are."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Engine, delete, insert, select, update

from orq_ui.history.database import write_transaction
from orq_ui.history.filters import owned_by
from orq_ui.history.limits import bounded_note, bounded_tags
from orq_ui.history.mappers import search_text
from orq_ui.history.queries import whole_run
from orq_ui.history.schema import presets, runs, tags


class RunEdits:
    """Changes to runs of one person at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def star(self, owner: str, run_id: str, starred: bool) -> None:
        """Set or take the star, which keeps a run from being removed by a limit."""
        with write_transaction(self._engine) as connection:
            connection.execute(update(runs).where(owned_by(owner), runs.c.id == run_id).values(starred=starred))

    def note(self, owner: str, run_id: str, note: str) -> None:
        """Write a note; it can be searched."""
        with write_transaction(self._engine) as connection:
            query = update(runs).where(owned_by(owner), runs.c.id == run_id)
            connection.execute(query.values(note=bounded_note(note)))
            _index(connection, owner, run_id)

    def tag(self, owner: str, run_id: str, labels: Iterable[str]) -> None:
        """Replace the tags; they can be searched."""
        wanted = [{"run": run_id, "tag": tag} for tag in bounded_tags(labels)]
        with write_transaction(self._engine) as connection:
            own = select(runs.c.id).where(owned_by(owner), runs.c.id == run_id)
            if connection.scalar(own.with_for_update()) is None:
                return
            connection.execute(delete(tags).where(tags.c.run == run_id))
            if wanted:
                connection.execute(insert(tags), wanted)
            _index(connection, owner, run_id)

    def delete(self, owner: str, run_ids: Sequence[str]) -> int:
        """Move runs to the trash, and say how many; :meth:`restore` takes them out until it is emptied."""
        with write_transaction(self._engine) as connection:
            query = update(runs).where(owned_by(owner), runs.c.id.in_(run_ids)).values(deleted_at=time.time())
            return connection.execute(query).rowcount

    def restore(self, owner: str, run_ids: Sequence[str]) -> int:
        """Take runs out of the trash, and say how many were still in it."""
        with write_transaction(self._engine) as connection:
            in_trash = (runs.c.owner == owner) & runs.c.deleted_at.is_not(None)
            query = update(runs).where(in_trash, runs.c.id.in_(run_ids)).values(deleted_at=None)
            return connection.execute(query).rowcount

    def transfer(self, owner: str, to: str) -> int:
        """Give all of a person's runs to another, the trash included, but for one under way; say how many.

        Presets go along, but for those whose names the other has presets of.
        """
        with write_transaction(self._engine) as connection:
            theirs = select(presets.c.name).where(presets.c.owner == to)
            connection.execute(
                update(presets).where(presets.c.owner == owner, presets.c.name.not_in(theirs)).values(owner=to)
            )
            # Its result is looked for where the run began.
            ended = (runs.c.owner == owner) & (runs.c.state != "sending")
            return connection.execute(update(runs).where(ended).values(owner=to)).rowcount


def _index(connection: Connection, owner: str, run_id: str) -> None:
    """Renew what is searched, in the transaction that has changed or locked the run: its end may come just now."""
    run = whole_run(connection, owner, run_id)
    if run is not None:
        connection.execute(update(runs).where(runs.c.id == run_id).values(search=search_text(run)))
