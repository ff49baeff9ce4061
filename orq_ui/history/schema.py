"""The tables. The narrow ``runs`` is what lists read; what only an opened run needs is in ``details``."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


def storable(text: str) -> str:
    """Return text that every database takes: no NUL, no lone surrogate."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class Json(TypeDecorator[Any]):
    """A JSON value as ASCII text: PostgreSQL's own types take neither a NUL nor a lone surrogate."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return what the database keeps."""
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the value that the database kept."""
        return None if value is None else json.loads(value)


class StorableText(TypeDecorator[str]):
    """Text by anybody, as every database takes it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return what the database keeps."""
        return None if value is None else storable(value)


class Word(StorableText):
    """Short text to look for, such as an id from somebody's address bar: what no database takes finds nothing."""

    impl = String  # type: ignore[assignment] # which Text is a kind of
    cache_ok = True


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
RUN_ID, SHA256, BLOB_NAME = Word(32), Word(64), Word(96)

runs = Table(
    "runs",
    metadata,
    Column("id", RUN_ID, primary_key=True),
    Column("owner", Word(80), nullable=False),
    Column("server", RUN_ID, nullable=False),  # the one that sends it, to tell a crash from a long wait
    Column("state", Word(16), nullable=False),
    Column("started_at", Double, nullable=False),  # Unix seconds
    Column("duration_ms", Double),
    Column("model", StorableText, nullable=False),
    Column("served", StorableText),
    Column("host", StorableText, nullable=False),
    Column("emulated", Boolean, nullable=False),
    Column("status", Integer),
    Column("title", StorableText, nullable=False),
    Column("digest", Word(64), nullable=False),
    Column("size", BigInteger, nullable=False, default=0),  # bytes of its pictures, shared ones included
    Column("starred", Boolean, nullable=False, default=False),
    Column("note", StorableText, nullable=False, default=""),
    Column("search", StorableText, nullable=False, default=""),  # lower case
    Column("parent", RUN_ID),  # no foreign key: a parent may be deleted before its child
    Column("parent_link", Word(16)),
    Column("parent_place", Integer),
    Column("origin", RUN_ID),  # the id on the machine that an imported run came from
    Column("deleted_at", Double),
    Index(None, "owner", "started_at", "id"),
    Index(None, "server"),
    Index(None, "parent"),
)

details = Table(
    "details",
    metadata,
    Column("run", RUN_ID, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("request", Json, nullable=False),
    Column("sent", Json, nullable=False),
    Column("headers", Json),
    Column("timings", Json),
    Column("response", Json),
    Column("ledger", Json),
    Column("error", Json),
    Column("notes", Json),
)

tags = Table(
    "tags",
    metadata,
    Column("run", RUN_ID, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", Word(80), primary_key=True),
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", SHA256, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("name", BLOB_NAME),  # of its file; null where that is the hash, as it mostly is
)

# The mark of bytes that are going: a name in here is given to no new bytes, so whoever still removes them, also after
# its session was lost, can hit no others. Removed once more a while later, for an upload that was given up and landed.
removals = Table(
    "removals",
    metadata,
    Column("name", BLOB_NAME, primary_key=True),
    Column("server", RUN_ID, nullable=False),
    Column("touched_at", Double, nullable=False),  # Unix seconds, when the last removal began
    Column("left", Integer, nullable=False),  # removals still to be made
    Index(None, "server"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("run", RUN_ID, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("sha256", SHA256, ForeignKey("blobs.sha256")),  # null where the picture could not be had
    Column("name", StorableText, nullable=False, default=""),
    Column("media_type", Word(32)),
    Column("size", BigInteger),
    Column("width", Integer),
    Column("height", Integer),
    Column("reason", StorableText),
    Column("detail", StorableText),
    Index(None, "sha256"),
)

# A blob that a server is about to refer to, or has just let go of. What a dead server claimed is looked at again.
claims = Table(
    "claims",
    metadata,
    Column("sha256", SHA256, ForeignKey("blobs.sha256"), primary_key=True),
    Column("run", RUN_ID, primary_key=True),
    Column("server", RUN_ID, nullable=False),
    Index(None, "server"),
)

thumbnails = Table(
    "thumbnails",
    metadata,
    Column("sha256", SHA256, ForeignKey("blobs.sha256", ondelete="CASCADE"), primary_key=True),
    Column("content", LargeBinary, nullable=False),  # WebP
)

servers = Table(
    "servers",
    metadata,
    Column("id", RUN_ID, primary_key=True),
    Column("started_at", Double, nullable=False),
)

presets = Table(
    "presets",
    metadata,
    Column("owner", Word(80), primary_key=True),
    Column("name", Word(80), primary_key=True),
    Column("purpose", StorableText, nullable=False),  # what it is good for, in the person's words
    Column("options", Json, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Word(32), primary_key=True),
    Column("value", StorableText, nullable=False),
)
