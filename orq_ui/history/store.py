"""The history: every send as a run that survives, whatever happens to the server."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Update, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from orq_ui.errors import HistoryUnavailable, UnusablePicture
from orq_ui.history.blob_references import Shelf, upsert
from orq_ui.history.blobs import Blobs
from orq_ui.history.database import open_database, reading, writing
from orq_ui.history.drain_gate import Door
from orq_ui.history.edits import Keeper, Limits
from orq_ui.history.events import Arrival, Departure, new_id
from orq_ui.history.filters import Facets, Filter, Order
from orq_ui.history.lineage import Branch, lineage
from orq_ui.history.liveness import presence
from orq_ui.history.migrate import migrate
from orq_ui.history.queries import Footprint, Page, Reader, Usage
from orq_ui.history.repository import Writer
from orq_ui.history.run import SOURCE, Brief, Kept, Run
from orq_ui.history.schema import blobs, claims, marks, pictures, runs, servers, thumbnails
from orq_ui.imaging import Picture, thumbnail
from orq_ui.wire import Part, Wire

THUMBNAIL_SIDE = 192
EVERYTHING = Filter()
CLOSING_S = 10.0
"""How long a server that ends waits for what is being written."""


@dataclass(frozen=True)
class Damage:
    """What a full check found: bytes that a row needs and that are not there, or not whole; and that no row needs."""

    missing: tuple[str, ...]
    orphaned: tuple[str, ...]


class HistoryStore:
    """Runs in a database (``sqlite:///FILE`` or ``postgresql://…``), pictures in a folder or store of fsspec.

    Opening it brings the tables up to date, and marks as *interrupted* what a dead server was sending. Safe to use
    from several threads; any number of servers may open the same one. Whatever goes wrong is HistoryUnavailable.
    """

    def __init__(self, database_url: str, blob_url: str) -> None:
        self.server = new_id()
        self._door = Door()
        self._engine = open_database(database_url)
        with ExitStack() as undone:
            undone.callback(self._engine.dispose)
            migrate(self._engine)
            self._presence = presence(self._engine, self.server)
            self._presence.hold()
            undone.callback(self._presence.release)
            self._blobs = Blobs(blob_url, self.server)
            undone.callback(self._blobs.close)
            self._shelf = Shelf(self._engine, self._blobs, self.server)
            self._reader = Reader(self._engine)
            self._writer = Writer(self._engine, self._shelf, self.server)
            self._keeper = Keeper(self._engine, self._shelf, self._reader)
            with writing(self._engine) as connection:
                connection.execute(insert(servers), {"id": self.server, "started_at": time.time()})
            self.recover()
            undone.pop_all()

    def close(self) -> None:
        """Leave for good, after what is being written: nothing of this server is under way any more."""
        if not self._door.shut(CLOSING_S):
            return
        with ExitStack() as last:
            last.callback(self._engine.dispose)
            last.callback(self._presence.release)
            last.callback(self._blobs.close)
            with suppress(HistoryUnavailable):  # the next start tidies up after a database that is away
                self._tidy_after(self.server)

    def recover(self) -> int:
        """Finish what dead servers left behind, and say how many runs they left unfinished."""
        with self._door.inside():
            self._presence.hold()
            return self._recover()

    def _recover(self) -> int:
        with reading(self._engine) as connection:
            # One that was only out of sight may have claimed something after it was given up.
            known = set(connection.scalars(select(servers.c.id).union(select(claims.c.server)))) - {self.server}
        return sum(self._tidy_after(server) for server in known if not self._presence.is_alive(server))

    def _tidy_after(self, server: str) -> int:
        with writing(self._engine) as connection:
            # Waits for what it was still beginning when it died.
            connection.execute(select(servers.c.id).where(servers.c.id == server).with_for_update())
            interrupted = connection.execute(_interrupt(server)).rowcount
        # Where the pictures' place is away, this fails, and the server stays known: the next one tries again.
        self._shelf.bury(server)
        with writing(self._engine) as connection:
            connection.execute(delete(servers).where(servers.c.id == server))
        return interrupted

    def begin(self, departure: Departure) -> str:
        """Record a send as *sending*; call it before the request leaves."""
        with self._door.inside():
            self._presence.hold()
            return self._writer.begin(departure)

    def finish(self, departure: Departure, arrival: Arrival) -> bool:
        """Record how a send ended; False when its run was deleted meanwhile."""
        try:
            return self._finish(departure, arrival)
        except HistoryUnavailable as failed:
            if not isinstance(failed.__cause__, IntegrityError):
                raise
            # Taken for dead meanwhile, such as while its connection was cut: others removed what was on its way.
            return self._finish(departure, arrival)

    def _finish(self, departure: Departure, arrival: Arrival) -> bool:
        with self._door.inside():
            with suppress(HistoryUnavailable):  # an answer is kept even where the lock cannot be had again
                self._presence.hold()
            return self._writer.finish(departure, arrival)

    def interrupt(self, run_ids: Sequence[str]) -> None:
        """Mark runs of this server whose end could not be recorded."""
        with self._door.inside(), writing(self._engine) as connection:
            connection.execute(_interrupt(self.server).where(runs.c.id.in_(run_ids)))

    def adopt(self, owner: str, run: Run, contents: Mapping[int, Picture]) -> tuple[str, bool]:
        """Take in a run from another machine: its id here, and whether it is new here."""
        with self._door.inside():
            return self._writer.adopt(owner, run, contents)

    def page(
        self, owner: str, wanted: Filter = EVERYTHING, order: Order = "newest", number: int = 1, per_page: int = 20
    ) -> Page:
        """A page of a person's runs, counted from 1."""
        return self._reader.page(owner, wanted, order, number, per_page)

    def position(self, owner: str, wanted: Filter, order: Order, run_id: str) -> int | None:
        """Where a run stands in a person's list, counted from 1; None where it is not in it."""
        return self._reader.position(owner, wanted, order, run_id)

    def facets(self, owner: str) -> Facets:
        """The values that a person's runs can be filtered by."""
        return self._reader.facets(owner)

    def run(self, owner: str, run_id: str) -> Run | None:
        """One run, whole; None when there is none of this id, or it is somebody else's."""
        return self._reader.run(owner, run_id)

    def briefs(self, owner: str, run_ids: Sequence[str]) -> tuple[Brief, ...]:
        """Lines of those of these runs that are there and this person's, oldest first."""
        return self._reader.briefs(owner, run_ids)

    def lineage(self, owner: str, run_id: str) -> Branch | None:
        """The tree of which picture came from which around a run."""
        return lineage(self._reader, owner, run_id)

    def usage(self, owner: str) -> Usage:
        """How much a person keeps."""
        return self._reader.usage(owner)

    def footprint(self, owner: str) -> Footprint:
        """Something cheap that is another one whenever the usage is."""
        return self._reader.footprint(owner)

    def owner_of(self, run_id: str) -> str | None:
        """Whose run it is; for checks of permission only."""
        return self._reader.owner_of(run_id)

    def kept(self, owner: str, run_id: str, place: int) -> Kept | None:
        """What is known of one picture; None where there is none, or it is somebody else's."""
        return self._reader.kept(owner, run_id, place)

    def content(self, owner: str, run_id: str, place: int) -> bytes:
        """A picture's bytes as they came; raises KeyError where there is none or it is somebody else's."""
        kept = self._reader.kept(owner, run_id, place)
        if kept is None:
            raise KeyError(run_id, place)
        return self._blobs.get(kept.sha256)

    def picture(self, owner: str, kept: Kept, run_id: str) -> Picture:
        """A kept picture as one that can be sent again; raises KeyError as :meth:`content` does."""
        data = self.content(owner, run_id, kept.place)
        return Picture(kept.name, kept.media_type, data, kept.width, kept.height)

    def wire(self, run: Run) -> Wire:
        """The request as it went out, byte for byte, but for the key; raises KeyError when its picture is gone."""
        parts = []
        for part in run.sent.parts:
            # A lone surrogate becomes what the encoder makes of it: a run from elsewhere may hold one.
            text = None if part.text is None else part.text.encode("utf-8", "backslashreplace")
            content = self.content(run.owner, run.id, SOURCE) if text is None else text
            parts.append(Part(part.name, part.filename, part.content_type, content))
        return Wire(run.sent.method, run.sent.url, dict(run.sent.headers), tuple(parts), run.sent.timeout_s)

    def thumbnail(self, owner: str, run_id: str, place: int) -> bytes:
        """A small WebP of a picture, drawn once and kept; raises KeyError as :meth:`content` does."""
        kept = self._reader.kept(owner, run_id, place)
        if kept is None:
            raise KeyError(run_id, place)
        with reading(self._engine) as connection:
            small = connection.scalar(select(thumbnails.c.content).where(thumbnails.c.sha256 == kept.sha256))
        if small is not None:
            return bytes(small)
        try:
            small = thumbnail(Picture.from_bytes(self._blobs.get(kept.sha256)), THUMBNAIL_SIDE)
        except UnusablePicture as broken:
            raise KeyError(run_id, place) from broken
        with writing(self._engine) as connection:
            # Not for a picture that was removed meanwhile.
            if connection.scalar(
                select(blobs.c.sha256).where(blobs.c.sha256 == kept.sha256).with_for_update(read=True)
            ):
                row = {"sha256": kept.sha256, "content": small}
                connection.execute(upsert(connection, thumbnails).on_conflict_do_nothing(), row)
        return small

    def star(self, owner: str, run_id: str, starred: bool) -> None:
        """Set or take the star."""
        self._keeper.star(owner, run_id, starred)

    def note(self, owner: str, run_id: str, note: str) -> None:
        """Write a note."""
        self._keeper.note(owner, run_id, note)

    def tag(self, owner: str, run_id: str, labels: Iterable[str]) -> None:
        """Set the tags."""
        self._keeper.tag(owner, run_id, labels)

    def delete(self, owner: str, ids: Sequence[str]) -> int:
        """Put runs into the bin, from which :meth:`restore` takes them until it is emptied."""
        return self._keeper.delete(owner, ids, time.time())

    def restore(self, owner: str, ids: Sequence[str]) -> int:
        """Take runs out of the bin."""
        return self._keeper.restore(owner, ids)

    def empty_bin(self, older_than_s: float = 0.0) -> int:
        """Remove for good what has been in the bin for so long."""
        with self._door.inside():
            return self._keeper.empty_bin(time.time() - older_than_s)

    def hand_over(self, owner: str, to: str) -> int:
        """Give all of a person's runs to another, the bin included, but for one that is under way; say how many."""
        return self._keeper.hand_over(owner, to)

    def delete_all(self, owner: str) -> int:
        """Remove everything of a person for good."""
        with self._door.inside():
            return self._keeper.delete_all(owner)

    def retain(self, limits: Limits, owner: str | None = None) -> int:
        """Keep each person, or one, within the limits; say how many runs went."""
        with self._door.inside():
            owners = self._keeper.owners() if owner is None else [owner]
            return sum(self._keeper.retain(each, limits, time.time()) for each in owners)

    def secret(self) -> bytes:
        """A random secret that all servers of this history share; made by the first."""
        with writing(self._engine) as connection:
            made = {"name": "secret", "value": secrets.token_hex(32)}
            connection.execute(upsert(connection, marks).on_conflict_do_nothing(), made)
            return bytes.fromhex(str(connection.scalar(select(marks.c.value).where(marks.c.name == "secret"))))

    def check(self) -> Damage:
        """Compare every row with every byte; takes a while."""
        with reading(self._engine) as connection:
            before = _references(connection)
            sizes = {row.sha256: row.size for row in connection.execute(select(blobs.c.sha256, blobs.c.size))}
        there = self._blobs.hashes()
        with reading(self._engine) as connection:
            after = _references(connection)
        whole = {sha256 for sha256, size in there.items() if size == sizes.get(sha256, size)}
        # Only what the same run referred to all the while: a picture may have gone with one and come with another.
        missing = {sha256 for _, _, sha256 in before & after} - whole
        needed = (sizes.keys() | {sha256 for _, _, sha256 in before}) & {sha256 for _, _, sha256 in after}
        orphaned = (there.keys() - needed) | set(self._blobs.partial())
        return Damage(tuple(sorted(missing)), tuple(sorted(orphaned)))


def _references(connection: Connection) -> set[tuple[str, int, str]]:
    """Which run has which picture at which place."""
    query = select(pictures.c.run, pictures.c.place, pictures.c.sha256).where(pictures.c.sha256.is_not(None))
    return {(row.run, row.place, row.sha256) for row in connection.execute(query)}


def _interrupt(server: str) -> Update:
    return update(runs).where(runs.c.server == server, runs.c.state == "sending").values(state="interrupted")
