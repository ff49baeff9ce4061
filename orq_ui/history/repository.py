"""Write runs, in the order that loses nothing: bytes first, then the row, and *sending* before the request."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, func, insert, select, update

from orq_ui.errors import HistoryUnavailable
from orq_ui.history.blob_references import BlobReferences, upsert
from orq_ui.history.database import write_transaction
from orq_ui.history.error_json import error_from_json
from orq_ui.history.events import RunFinished, RunStarted, new_id, stored_file, stored_picture
from orq_ui.history.filters import owned_by
from orq_ui.history.limits import bounded_note, bounded_tags
from orq_ui.history.mappers import details_row, picture_rows, run_row, searchable
from orq_ui.history.run import SOURCE, Parent, Run, StoredFile, StoredPicture
from orq_ui.history.schema import details, pictures, runs, servers, storable, tags
from orq_ui.imaging import MissingPicture, Picture, UnshownPicture
from orq_ui.redaction import Redactor

IMPORTING = 7_240_113
"""The kind of an advisory lock: any number that nothing else in the database uses."""
NO_KEY = Redactor()


class RunRepository:
    """What one server writes."""

    def __init__(self, engine: Engine, references: BlobReferences, server: str) -> None:
        self._engine, self._references, self._server = engine, references, server

    def begin(self, started: RunStarted) -> str:
        """Record a send before the request leaves, and return its id."""
        run = started.to_run()
        with self._stored(run.id, [started.picture]), write_transaction(self._engine) as connection:
            if connection.scalar(select(runs.c.id).where(runs.c.id == run.id)) is not None:
                # Begun before, by a commit whose answer was lost on its way.
                self._references.settle(connection, run.id)
                return run.id
            if run.parent is None:
                run = run.model_copy(update={"parent": _parent_by_content(connection, run)})
            _register(connection, self._server)
            self._insert(connection, run)
        return run.id

    def finish(self, started: RunStarted, finished: RunFinished) -> bool:
        """Record how it ended; False when the run is gone, because it was deleted meanwhile."""
        redactor = started.redactor
        outcome = finished.outcome(redactor)
        served = None if finished.served is None else redactor.text(finished.served)
        error = "" if outcome["error"] is None else str(error_from_json(outcome["error"]))
        entries = [_entry(place, entry, redactor) for place, entry in enumerate(finished.pictures)]
        change = {
            "state": finished.state,
            "duration_ms": finished.duration_ms,
            "status": finished.status,
            "served": served,
            "size": runs.c.size + sum(entry.size for entry in entries if isinstance(entry, StoredPicture | StoredFile)),
            "search": runs.c.search + "\n" + searchable(served, error),
        }
        with self._stored(started.id, finished.pictures), write_transaction(self._engine) as connection:
            own = (runs.c.id == started.id) & (runs.c.owner == started.owner)
            is_there = bool(connection.execute(update(runs).where(own).values(change)).rowcount)
            if is_there:
                connection.execute(update(details).where(details.c.run == started.id).values(outcome))
                self._insert_pictures(connection, started.id, entries)
        if not is_there:
            self._references.collect([started.id])
        return is_there

    def import_run(self, owner: str, run: Run, contents: Mapping[int, Picture | UnshownPicture]) -> tuple[str, bool]:
        """Take in a run from elsewhere; return its id here, and whether it is new here.

        One that is in the trash here comes out of it: it would come twice if that were undone.
        """
        with write_transaction(self._engine) as connection:
            known = _known_or_restored(connection, owner, run.id)
        if known is not None:
            return known
        own = new_id()
        with self._collecting_on_failure(own):
            stored = [self._store(own, place, contents[place]) for place in contents]
            with write_transaction(self._engine) as connection:
                _wait_for_other_imports(connection, owner)
                known = _known_or_restored(connection, owner, run.id)
                if known is None:
                    _adopt_children(connection, owner, run.id, own)
                    self._insert(connection, _imported(run, own, owner, _parent_here(connection, owner, run), stored))
        if known is not None:
            self._references.collect([own])
            return known
        return own, True

    @contextmanager
    def _stored(self, run: str, entries: Iterable[Picture | MissingPicture | None]) -> Iterator[None]:
        """Store pictures before the block, which refers to them; if either fails, they are removed."""
        contents = {entry.sha256: entry.bytes for entry in entries if isinstance(entry, Picture | UnshownPicture)}
        with self._collecting_on_failure(run):
            self._references.store(run, contents)
            yield

    @contextmanager
    def _collecting_on_failure(self, run: str) -> Iterator[None]:
        try:
            yield
        except Exception:  # a mistake of ours must not leave bytes behind either
            with suppress(HistoryUnavailable):  # where this fails too, the next start does it
                self._references.collect([run])
            raise

    def _store(self, run: str, place: int, content: Picture | UnshownPicture) -> StoredPicture | StoredFile:
        """Store one picture or file, whose bytes need not be in memory any longer."""
        self._references.store(run, {content.sha256: content.bytes})
        if isinstance(content, Picture):
            return stored_picture(place, content, NO_KEY)
        return stored_file(place, content, NO_KEY)

    def _insert(self, connection: Connection, run: Run) -> None:
        connection.execute(insert(runs), run_row(run, self._server))
        connection.execute(insert(details), details_row(run))
        if run.tags:
            connection.execute(insert(tags), [{"run": run.id, "tag": tag} for tag in run.tags])
        source = () if run.source is None else (run.source,)
        self._insert_pictures(connection, run.id, (*source, *run.results))

    def _insert_pictures(
        self, connection: Connection, run: str, entries: Iterable[StoredPicture | MissingPicture]
    ) -> None:
        if rows := list(picture_rows(run, entries)):
            connection.execute(insert(pictures), rows)
        self._references.settle(connection, run)


def _entry(place: int, entry: Picture | MissingPicture, redactor: Redactor) -> StoredPicture | MissingPicture:
    if isinstance(entry, UnshownPicture):
        return stored_file(place, entry, redactor)
    if isinstance(entry, MissingPicture):
        return MissingPicture(place, redactor.text(entry.reason), redactor.text(entry.detail))
    return stored_picture(place, entry, redactor)


def _register(connection: Connection, server: str) -> None:
    """Be among the servers whose runs are looked after; one that was out of sight may have been given up."""
    known = select(servers.c.id).where(servers.c.id == server).with_for_update(read=True, key_share=True)
    if connection.scalar(known) is None:
        row = {"id": server, "started_at": time.time()}
        connection.execute(upsert(connection, servers).on_conflict_do_nothing(), row)


def _parent_by_content(connection: Connection, run: Run) -> Parent | None:
    """Return where the source came from: an earlier run whose result it is, whichever way it came."""
    if run.source is None:
        return None
    query = (
        select(runs.c.id, pictures.c.place)
        .join(pictures, pictures.c.run == runs.c.id)
        .where(pictures.c.sha256 == run.source.sha256, pictures.c.place > SOURCE)
        .where(owned_by(run.owner))
        .order_by(runs.c.started_at.desc())
    )
    found = connection.execute(query.limit(1)).first()
    return None if found is None else Parent(run_id=found.id, link="variation", place=found.place)


def _known(connection: Connection, owner: str, run: str) -> tuple[str, bool] | None:
    """Return the id here of a run that has this id somewhere, and whether it is in the trash; best one that is not."""
    same = (runs.c.id == run) | (runs.c.origin == run)
    query = select(runs.c.id, runs.c.deleted_at).where(runs.c.owner == owner, same)
    found = connection.execute(query.order_by(runs.c.deleted_at.is_not(None)).limit(1)).first()
    return None if found is None else (found.id, found.deleted_at is not None)


def _known_or_restored(connection: Connection, owner: str, run: str) -> tuple[str, bool] | None:
    """Return the id here of a run that need not be imported, and whether it has just come out of the trash."""
    match _known(connection, owner, run):
        case here, True:
            back = update(runs).where(runs.c.id == here).values(deleted_at=None)
            # No row where the trash was emptied meanwhile.
            return (here, True) if connection.execute(back).rowcount else None
        case here, _:
            return here, False
    return None


def _wait_for_other_imports(connection: Connection, owner: str) -> None:
    """Wait for those who import runs of the same person: it may be the same run, or its parent or child."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        key = int.from_bytes(hashlib.sha256(storable(owner).encode()).digest()[:4], "big", signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(IMPORTING, key)))


def _adopt_children(connection: Connection, owner: str, run: str, own: str) -> None:
    """Link runs that came before their parent to the id that it has here."""
    children = select(runs.c.id).where(runs.c.owner == owner, runs.c.parent == run).order_by(runs.c.id)
    orphans = connection.scalars(children.with_for_update()).all()
    connection.execute(update(runs).where(runs.c.id.in_(orphans)).values(parent=own))


def _parent_here(connection: Connection, owner: str, run: Run) -> Parent | None:
    """Return the parent by the id that it has here, where it is here."""
    if run.parent is None or (here := _known(connection, owner, run.parent.run_id)) is None:
        return run.parent
    return run.parent.model_copy(update={"run_id": here[0]})


def _imported(run: Run, own: str, owner: str, parent: Parent | None, stored: list[StoredPicture | StoredFile]) -> Run:
    """Return the run as it is kept here."""
    there = {file.place for file in stored}
    missing = [result for result in run.results if result.place not in there]
    return run.model_copy(
        update={
            "id": own,
            "owner": owner,
            "origin": run.id,
            # A time to come would stay the newest and outlive every limit.
            "started_at": min(run.started_at, time.time()),
            # The call that it tells of is not under way here.
            "state": "interrupted" if run.state == "sending" else run.state,
            "note": bounded_note(run.note),
            "tags": tuple(bounded_tags(run.tags)),
            "parent": parent,
            "source": next((file for file in stored if file.place == SOURCE), None),
            "results": (*(file for file in stored if file.place != SOURCE), *missing),
        }
    )
