"""The history: every send as a run that survives, whatever happens to the server."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Update, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from orq_ui.errors import HistoryUnavailable, UnusablePicture
from orq_ui.history.blob_references import NAME, REMOVALS, BlobReferences, upsert
from orq_ui.history.blobs import BlobStore, filesystem
from orq_ui.history.database import close_database_to_others, open_database, read_transaction, write_transaction
from orq_ui.history.drain_gate import DrainGate
from orq_ui.history.edits import RunEdits
from orq_ui.history.events import RunFinished, RunStarted, new_id
from orq_ui.history.kept_presets import KeptPresets
from orq_ui.history.lineage import LineageNode, lineage
from orq_ui.history.liveness import liveness_of
from orq_ui.history.migrate import migrate
from orq_ui.history.queries import RunQueries
from orq_ui.history.repository import RunRepository
from orq_ui.history.retention import Retention, RetentionLimits
from orq_ui.history.run import SOURCE, Run, StoredPicture
from orq_ui.history.schema import blobs, claims, marks, pictures, removals, runs, servers, thumbnails
from orq_ui.imaging import Picture, UnshownPicture
from orq_ui.imaging.workers import draw_thumbnail, load_picture
from orq_ui.json_safety import encode_utf8
from orq_ui.wire import Part, Wire

THUMBNAIL_SIDE = 192
CLOSE_TIMEOUT_S = 10.0
"""How long a server that ends waits for what is being written."""


@dataclass(frozen=True)
class IntegrityReport:
    """What a full check found: hashes of bytes that a row needs and that are not whole, and those that no row needs."""

    missing: tuple[str, ...]
    orphaned: tuple[str, ...]


class HistoryStore(RunQueries, RunEdits, KeptPresets):
    """Runs in a database (``sqlite:///FILE`` or ``postgresql://…``), pictures in a folder or store of fsspec.

    Opening it brings the tables up to date, and marks as *interrupted* what a dead server was sending. Safe to use
    from several threads; any number of servers may open the same one. Whatever goes wrong is HistoryUnavailable.
    """

    def __init__(self, database_url: str, blob_url: str) -> None:
        filesystem(blob_url)  # one that is wrong is refused before a database is made
        super().__init__(open_database(database_url))
        self.server = new_id()
        self._gate = DrainGate()
        with ExitStack() as undone:
            undone.callback(self._engine.dispose)
            migrate(self._engine)
            close_database_to_others(self._engine)
            self._liveness = liveness_of(self._engine, self.server)
            self._liveness.hold()
            undone.callback(self._liveness.release)
            self._blobs = BlobStore(blob_url, self.server)
            undone.callback(self._blobs.close)
            self._references = BlobReferences(self._engine, self._blobs, self.server)
            self._repository = RunRepository(self._engine, self._references, self.server)
            self._retention = Retention(self._engine, self._references)
            with write_transaction(self._engine) as connection:
                connection.execute(insert(servers), {"id": self.server, "started_at": time.time()})
            self.recover()
            undone.pop_all()

    def close(self) -> None:
        """Wait for what is being written, and leave: nothing of this server is under way any more."""
        if not self._gate.close(CLOSE_TIMEOUT_S):
            return
        with ExitStack() as last:
            last.callback(self._engine.dispose)
            last.callback(self._liveness.release)
            last.callback(self._blobs.close)
            with suppress(HistoryUnavailable):  # the next start cleans up after a database that is away
                self._clean_up_after(self.server)

    def recover(self) -> int:
        """Finish what dead servers left behind, and say how many runs they left unfinished."""
        with self._gate.operation():
            self._liveness.hold()
            return self._recover()

    def _recover(self) -> int:
        with read_transaction(self._engine) as connection:
            # One that was only out of sight may have claimed or marked something after it was given up.
            going = select(removals.c.server).where(removals.c.left == REMOVALS)
            query = select(servers.c.id).union(select(claims.c.server), going)
            known = set(connection.scalars(query)) - {self.server}
        return sum(self._clean_up_after(server) for server in known if not self._liveness.is_alive(server))

    def _clean_up_after(self, server: str) -> int:
        with write_transaction(self._engine) as connection:
            # Waits for what it was still beginning when it died.
            connection.execute(select(servers.c.id).where(servers.c.id == server).with_for_update())
            interrupted = connection.execute(_interrupt(server)).rowcount
        # Where the pictures' place is away, this fails, and the server stays known: the next one tries again.
        self._references.collect_after(server)
        with write_transaction(self._engine) as connection:
            connection.execute(delete(servers).where(servers.c.id == server))
        return interrupted

    def begin(self, started: RunStarted) -> str:
        """Record a send as *sending*, and return its id; call it before the request leaves."""
        with self._gate.operation():
            self._liveness.hold()
            return self._repository.begin(started)

    def finish(self, started: RunStarted, finished: RunFinished) -> bool:
        """Record how a send ended; False when its run was deleted meanwhile."""
        try:
            return self._finish(started, finished)
        except HistoryUnavailable as failed:
            if not isinstance(failed.__cause__, IntegrityError):
                raise
            # Taken for dead meanwhile, such as while its connection was cut: others removed what was on its way.
            return self._finish(started, finished)

    def _finish(self, started: RunStarted, finished: RunFinished) -> bool:
        with self._gate.operation():
            with suppress(HistoryUnavailable):  # an answer is kept even where the lock cannot be had again
                self._liveness.hold()
            return self._repository.finish(started, finished)

    def interrupt(self, run_ids: Sequence[str]) -> None:
        """Mark runs of this server whose end could not be recorded."""
        with self._gate.operation(), write_transaction(self._engine) as connection:
            connection.execute(_interrupt(self.server).where(runs.c.id.in_(run_ids)))

    def import_run(self, owner: str, run: Run, contents: Mapping[int, Picture | UnshownPicture]) -> tuple[str, bool]:
        """Take in a run from another machine; return its id here, and whether it is new here."""
        with self._gate.operation():
            return self._repository.import_run(owner, run, contents)

    def lineage(self, owner: str, run_id: str) -> LineageNode | None:
        """Return the tree of which picture came from which around a run."""
        return lineage(self, owner, run_id)

    def picture_bytes(self, owner: str, run_id: str, place: int) -> bytes:
        """Return the bytes of a picture, or of what cannot be shown, as they came.

        Raises KeyError where there are none, or they are somebody else's.
        """
        stored = self.stored_file(owner, run_id, place)
        if stored is None:
            raise KeyError(run_id, place)
        return self._references.get(stored.sha256)

    def picture(self, owner: str, stored: StoredPicture, run_id: str) -> Picture:
        """Return a stored picture as one that can be sent again; raises KeyError as :meth:`picture_bytes` does."""
        data = self.picture_bytes(owner, run_id, stored.place)
        return Picture(stored.name, stored.media_type, data, stored.width, stored.height)

    def wire(self, run: Run) -> Wire:
        """Return the request as it went out, byte for byte, but for the key.

        Raises KeyError when its picture is gone.
        """
        parts = []
        for part in run.sent.parts:
            text = part.text
            content = self.picture_bytes(run.owner, run.id, SOURCE) if text is None else encode_utf8(text)
            parts.append(Part(part.name, part.filename, part.content_type, content))
        return Wire(run.sent.method, run.sent.url, dict(run.sent.headers), tuple(parts), run.sent.timeout_s)

    def thumbnail(self, owner: str, run_id: str, place: int) -> bytes:
        """Return a small WebP of a picture, drawn once and kept; raises KeyError as :meth:`picture_bytes` does."""
        stored = self.stored_picture(owner, run_id, place)
        if stored is None:
            raise KeyError(run_id, place)
        with read_transaction(self._engine) as connection:
            small = connection.scalar(select(thumbnails.c.content).where(thumbnails.c.sha256 == stored.sha256))
        if small is not None:
            return bytes(small)
        try:
            small = draw_thumbnail(load_picture(self._references.get(stored.sha256)), THUMBNAIL_SIDE)
        except UnusablePicture as broken:
            raise KeyError(run_id, place) from broken
        with write_transaction(self._engine) as connection:
            # Not for a picture that was removed meanwhile.
            there = select(blobs.c.sha256).where(blobs.c.sha256 == stored.sha256).with_for_update(read=True)
            if connection.scalar(there):
                row = {"sha256": stored.sha256, "content": small}
                connection.execute(upsert(connection, thumbnails).on_conflict_do_nothing(), row)
        return small

    def empty_trash(self, older_than_s: float = 0.0) -> int:
        """Remove for good what has been in the trash for so long, of anybody, and bytes that earlier removals left."""
        with self._gate.operation():
            self._references.tidy()
            return self._retention.empty_trash(time.time() - older_than_s)

    def delete_all(self, owner: str) -> int:
        """Remove everything of a person for good, presets included; say how many runs went."""
        with self._gate.operation():
            self.delete_presets(owner)
            return self._retention.delete_all(owner)

    def enforce_limits(self, limits: RetentionLimits, owner: str | None = None) -> int:
        """Keep each person, or one, within the limits; say how many runs went."""
        with self._gate.operation():
            owners = self._retention.owners() if owner is None else [owner]
            return sum(self._retention.enforce(each, limits, time.time()) for each in owners)

    def secret(self) -> bytes:
        """Return a random secret that all servers of this history share; the first makes it."""
        with write_transaction(self._engine) as connection:
            made = {"name": "secret", "value": secrets.token_hex(32)}
            connection.execute(upsert(connection, marks).on_conflict_do_nothing(), made)
            return bytes.fromhex(str(connection.scalar(select(marks.c.value).where(marks.c.name == "secret"))))

    def check_integrity(self) -> IntegrityReport:
        """Compare every row with every byte; takes a while."""
        with read_transaction(self._engine, is_long=True) as connection:
            before, files = _referenced_pictures(connection), _files(connection)
        there = self._blobs.names()
        with read_transaction(self._engine, is_long=True) as connection:
            after, files_after = _referenced_pictures(connection), _files(connection)
        whole = {sha256 for sha256, (name, size) in files.items() if there.get(name) == size}
        # Only what the same run referred to all the while: a picture may have gone with one and come with another.
        missing = {sha256 for _, _, sha256 in before & after} - whole
        needed = {files_after[sha256][0] for _, _, sha256 in after}
        orphaned = (there.keys() - needed) | set(self._blobs.partial())
        return IntegrityReport(tuple(sorted(missing)), tuple(sorted(orphaned)))


def _files(connection: Connection) -> dict[str, tuple[str, int]]:
    """Return the name and the size of the file of each hash."""
    query = select(blobs.c.sha256, NAME, blobs.c.size)
    return {row.sha256: (row.name, row.size) for row in connection.execute(query)}


def _referenced_pictures(connection: Connection) -> set[tuple[str, int, str]]:
    """Return which run has which picture at which place."""
    query = select(pictures.c.run, pictures.c.place, pictures.c.sha256).where(pictures.c.sha256.is_not(None))
    return {(row.run, row.place, row.sha256) for row in connection.execute(query)}


def _interrupt(server: str) -> Update:
    return update(runs).where(runs.c.server == server, runs.c.state == "sending").values(state="interrupted")
