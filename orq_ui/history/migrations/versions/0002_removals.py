"""Bytes that are being removed are marked, and imported runs say where and what was sent by their address and parts."""

import json
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

from orq_ui.history.events import title_of
from orq_ui.history.export.provenance import is_emulator, request_of
from orq_ui.history.run import SOURCE
from orq_ui.history.schema import storable

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

runs = sa.table("runs", *map(sa.column, ("id", "origin", "emulated", "host", "served", "model", "title")))
details = sa.table("details", *map(sa.column, ("run", "request", "sent", "ledger")))
pictures = sa.table("pictures", *map(sa.column, ("run", "place", "name")))
AT_ONCE = 500


def upgrade() -> None:
    """Make the change."""
    op.add_column("blobs", sa.Column("name", sa.String(length=96), nullable=True))
    op.create_table(
        "removals",
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("server", sa.String(length=32), nullable=False),
        sa.Column("touched_at", sa.Double(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_removals")),
    )
    op.create_index(op.f("ix_removals_server"), "removals", ["server"], unique=False)
    _correct_imported_runs()


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_removals_server"), table_name="removals")
    op.drop_table("removals")
    op.drop_column("blobs", "name")


def _correct_imported_runs() -> None:
    """Derive what follows from the address and the parts of imported runs, which had been what their files claimed."""
    connection = op.get_bind()
    query = (
        sa.select(runs.c.id, runs.c.emulated, runs.c.title, details.c.request, details.c.sent, pictures.c.name)
        .join(details, details.c.run == runs.c.id)
        .outerjoin(pictures, sa.and_(pictures.c.run == runs.c.id, pictures.c.place == SOURCE))
    )
    imported = query.where(runs.c.origin.is_not(None)).order_by(runs.c.id).limit(AT_ONCE)
    last = ""
    while some := connection.execute(imported.where(runs.c.id > last)).all():
        for row in some:
            sent = json.loads(row.sent)
            parts = [(part["name"], part["content_type"], part["text"]) for part in sent["parts"]]
            request = request_of(json.loads(row.request), parts)
            host, is_local = _place(sent["url"])
            changes: dict[str, Any] = {
                "model": storable(str(request.get("model") or "")),
                "title": storable(title_of(request, None) or row.name or row.title),
            }
            details_changes: dict[str, Any] = {"request": json.dumps(request, separators=(",", ":"))}
            if not row.emulated or not is_local:
                changes |= {"emulated": sa.false(), "host": host}
            if row.emulated and not is_local:
                changes["served"] = None
                details_changes["ledger"] = None
            connection.execute(sa.update(runs).where(runs.c.id == row.id).values(changes))
            connection.execute(sa.update(details).where(details.c.run == row.id).values(details_changes))
        last = some[-1].id


def _place(url: str) -> tuple[str, bool]:
    """Return host and port of a request, and whether that is where an emulator is."""
    return urlsplit(url).netloc.rpartition("@")[2], is_emulator(url)
