"""Bytes and the rows that refer to them, kept in step through any crash.

Before bytes are written, and before a reference to them is dropped, their hash is *claimed* in the database. A claim is
settled when the reference is there, or when it was found that nobody refers to the bytes and they were removed. What a
server had claimed when it died is looked at by the next one, so neither bytes without a row nor a row without bytes
outlives a start.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from orq_ui.history.blobs import BlobStore
from orq_ui.history.database import read_transaction, write_transaction
from orq_ui.history.schema import blobs, claims, pictures

BATCH = 200


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
            insert = upsert(connection, blobs)
            # The update locks a row that is there: nobody can find it unused and remove it before our claim is seen.
            connection.execute(
                insert.on_conflict_do_update(index_elements=["sha256"], set_={"size": insert.excluded.size}), rows
            )
            self._claim(connection, [(sha256, run) for sha256 in hashes])
        self._blobs.put(contents)

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
        """Remove what a dead server was still writing, and what it had claimed that nobody refers to."""
        self._blobs.delete_partial(server)
        self._collect(claims.c.server == server)

    def _claim(self, connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
        insert = upsert(connection, claims)
        connection.execute(
            insert.on_conflict_do_update(index_elements=["sha256", "run"], set_={"server": insert.excluded.server}),
            [{"sha256": sha256, "run": run, "server": self._server} for sha256, run in pairs],
        )

    def _collect(self, which: ColumnElement[bool]) -> None:
        """Settle claims, some at a time: bytes that neither a run nor another claim wants are removed."""
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
                # Bytes before the row, in its transaction: a crash between leaves the claim, and it is done again.
                self._blobs.delete(unreferenced)
                connection.execute(delete(blobs).where(blobs.c.sha256.in_(unreferenced)))


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
