"""Bytes that are being removed are marked, and imported runs say where they were sent by their address."""

import json
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

runs = sa.table("runs", *map(sa.column, ("id", "origin", "emulated", "host", "served")))
details = sa.table("details", *map(sa.column, ("run", "sent", "ledger")))
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
    """Derive host and *emulated* of imported runs, which had been what their files claimed."""
    connection = op.get_bind()
    query = sa.select(runs.c.id, runs.c.emulated, details.c.sent).join(details, details.c.run == runs.c.id)
    imported = query.where(runs.c.origin.is_not(None)).order_by(runs.c.id).limit(AT_ONCE)
    last = ""
    while some := connection.execute(imported.where(runs.c.id > last)).all():
        for row in some:
            host, is_loopback = _place(row.sent)
            if row.emulated and is_loopback:
                continue
            changes: dict[str, Any] = {"emulated": sa.false(), "host": host}
            if row.emulated:
                changes["served"] = None
                connection.execute(sa.update(details).where(details.c.run == row.id).values(ledger=None))
            connection.execute(sa.update(runs).where(runs.c.id == row.id).values(changes))
        last = some[-1].id


def _place(sent: str) -> tuple[str, bool]:
    """Return host and port of a request, and whether that is plain HTTP to loopback."""
    address = urlsplit(json.loads(sent)["url"])
    host = address.hostname or ""
    try:
        is_loopback = ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    return address.netloc.rpartition("@")[2], is_loopback and address.scheme == "http"
