"""Bytes and the rows that refer to them, kept in step through any crash.

Before bytes are written, and before a reference to them is dropped, their hash is *claimed* in the database. A claim is
settled when the reference is there, or when it was found that nobody refers to the bytes. These are then *marked* as
being removed, their row is gone, and only afterwards are they removed: no lock is held meanwhile. Whoever needs the
same bytes again writes them anew under another name, so a removal that goes on without its session, or is done again,
can hit nothing that is needed. What a server had claimed or marked when it died is looked at by the next one, so
neither bytes without a row nor a row without bytes outlives a start.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from orq_ui.history.blobs import BlobStore
from orq_ui.history.database import read_transaction, write_transaction
from orq_ui.history.schema import blobs, claims, pictures, removals

BATCH = 200
REMOVALS = 2
"""Times that bytes are removed: at once, and after :data:`SETTLED_S`, as an upload that was given up may land late."""
SETTLED_S = 3600.0
"""Seconds after which no removal or upload of a server that lost its session can be under way any more."""
NAME: ColumnElement[str] = func.coalesce(blobs.c.name, blobs.c.sha256).label("name")
"""The name of a blob's file."""


def upsert(connection: Connection, table: Table) -> Any:
    """Return an ``INSERT`` of the connection's dialect that can say what to do ``on_conflict``."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


class BlobReferences:
    """The blob store of one server, with its claims."""

    def __init__(self, engine: Engine, blob_store: BlobStore, server: str) -> None:
        self._engine, self._blobs, self._server = engine, blob_store, server

    def store(self, run: str, contents: Mapping[str, bytes]) -> None:
        """Claim and write contents for a run that will refer to them; they are safe when this returns."""
        if not contents:
            return
        hashes = sorted(contents)
        rows = [{"sha256": sha256, "size": len(contents[sha256])} for sha256 in hashes]
        with write_transaction(self._engine) as connection:
            new = upsert(connection, blobs)
            # The update locks a row that is there: nobody can find it unused and remove it before our claim is seen.
            connection.execute(
                new.on_conflict_do_update(index_elements=["sha256"], set_={"size": new.excluded.size}), rows
            )
            self._claim(connection, [(sha256, run) for sha256 in hashes])
            names = self._usable_names(connection, hashes)
        self._blobs.put({names[sha256]: content for sha256, content in contents.items()})

    def get(self, sha256: str) -> bytes:
        """Return the bytes of this hash; raises KeyError where there are none."""
        with read_transaction(self._engine) as connection:
            name = connection.scalar(select(NAME).where(blobs.c.sha256 == sha256))
        if name is None:
            raise KeyError(sha256)
        return self._blobs.get(name)

    def settle(self, connection: Connection, run: str) -> None:
        """Drop a run's claims, in the transaction that writes its references."""
        connection.execute(delete(claims).where(claims.c.run == run, claims.c.server == self._server))

    def remove(self, connection: Connection, runs: Sequence[str]) -> None:
        """Drop the references of runs, in the transaction that deletes them; :meth:`collect` removes the bytes."""
        held = select(pictures.c.sha256, pictures.c.run).where(pictures.c.run.in_(runs), pictures.c.sha256.is_not(None))
        pairs = sorted({(row.sha256, row.run) for row in connection.execute(held)})
        if pairs:
            _lock(connection, {sha256 for sha256, _ in pairs})
            self._claim(connection, pairs)
        connection.execute(delete(pictures).where(pictures.c.run.in_(runs)))

    def collect(self, runs: Sequence[str]) -> None:
        """Remove the bytes that these runs have claimed and that nobody refers to."""
        self._collect(and_(claims.c.server == self._server, claims.c.run.in_(runs)))

    def collect_after(self, server: str) -> None:
        """Remove what a dead server was still writing or removing, and what it had claimed that nobody refers to."""
        self._blobs.delete_partial(server)
        self._collect(claims.c.server == server)
        self._finish((removals.c.server == server) & (removals.c.left == REMOVALS))

    def tidy(self) -> None:
        """Finish own removals that failed, repeat those of a while ago, and drop marks that are settled."""
        self._finish((removals.c.server == self._server) & (removals.c.left == REMOVALS))
        settled = removals.c.touched_at < time.time() - SETTLED_S
        self._finish(settled & (removals.c.left > 0))
        with write_transaction(self._engine) as connection:
            connection.execute(delete(removals).where(settled, removals.c.left == 0))

    def _claim(self, connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
        new = upsert(connection, claims)
        connection.execute(
            new.on_conflict_do_update(index_elements=["sha256", "run"], set_={"server": new.excluded.server}),
            [{"sha256": sha256, "run": run, "server": self._server} for sha256, run in pairs],
        )

    def _usable_names(self, connection: Connection, hashes: Sequence[str]) -> dict[str, str]:
        """Return the name of each file, another one where that of a new row belongs to bytes that are being removed."""
        # After the rows are ours: who removed the ones before has marked them by then.
        wanted = blobs.c.sha256.in_(hashes)
        for sha256 in connection.scalars(select(blobs.c.sha256).where(wanted, NAME.in_(select(removals.c.name)))).all():
            another = f"{sha256}-{secrets.token_hex(8)}"
            connection.execute(update(blobs).where(blobs.c.sha256 == sha256).values(name=another))
        return {row.sha256: row.name for row in connection.execute(select(blobs.c.sha256, NAME).where(wanted))}

    def _collect(self, which: ColumnElement[bool]) -> None:
        """Settle claims, some at a time: bytes that neither a run nor another claim wants are marked, then removed."""
        query = select(claims.c.sha256).where(which).distinct().order_by(claims.c.sha256).limit(BATCH)
        while True:
            with read_transaction(self._engine) as connection:
                some = connection.scalars(query).all()
            if not some:
                return
            with write_transaction(self._engine) as connection:
                locked = _lock(connection, some)
                connection.execute(delete(claims).where(which, claims.c.sha256.in_(some)))
                unreferenced = locked - _referenced(connection, some)
                names = self._mark(connection, unreferenced)
            self._finish(removals.c.name.in_(names))

    def _mark(self, connection: Connection, hashes: Collection[str]) -> Sequence[str]:
        """Mark bytes as being removed, in the transaction that ends their rows; return the names of their files."""
        names = connection.scalars(select(NAME).where(blobs.c.sha256.in_(hashes))).all()
        if names:
            now = time.time()
            rows = [{"name": name, "server": self._server, "touched_at": now, "left": REMOVALS} for name in names]
            connection.execute(insert(removals), rows)
            connection.execute(delete(blobs).where(blobs.c.sha256.in_(hashes)))
        return names

    def _finish(self, which: ColumnElement[bool]) -> None:
        """Remove the bytes of marks, some at a time, and count that; where it fails they stay marked."""
        # Chosen once: each of them is removed once, even if it is still to be removed afterwards.
        with read_transaction(self._engine) as connection:
            names = connection.scalars(select(removals.c.name).where(which).order_by(removals.c.name)).all()
        for start in range(0, len(names), BATCH):
            some = removals.c.name.in_(names[start : start + BATCH])
            with write_transaction(self._engine) as connection:
                connection.execute(update(removals).where(some).values(touched_at=time.time()))
            self._blobs.delete(names[start : start + BATCH])
            with write_transaction(self._engine) as connection:
                connection.execute(update(removals).where(some, removals.c.left > 0).values(left=removals.c.left - 1))


def _lock(connection: Connection, hashes: Collection[str]) -> set[str]:
    """Return those that are there, kept from being claimed or removed by others until the transaction ends."""
    there = select(blobs.c.sha256).where(blobs.c.sha256.in_(hashes)).order_by(blobs.c.sha256)
    return set(connection.scalars(there.with_for_update()))


def _referenced(connection: Connection, hashes: Collection[str]) -> set[str]:
    return {
        str(sha256)
        for table in (pictures, claims)
        for sha256 in connection.scalars(select(table.c.sha256).where(table.c.sha256.in_(hashes)))
    }
