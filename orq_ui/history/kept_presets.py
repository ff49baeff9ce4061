"""Presets of router options, kept for each person beside their runs."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Engine, delete, func, select

from orq_ui.errors import InvalidInput
from orq_ui.history.blob_references import upsert
from orq_ui.history.database import read_transaction, write_transaction
from orq_ui.history.schema import presets
from orq_ui.presets import MAX_PRESETS, Preset


class KeptPresets:
    """The presets of one person at a time, each under a name of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def presets(self, owner: str) -> tuple[Preset, ...]:
        """Return a person's presets by name."""
        query = select(presets).where(presets.c.owner == owner).order_by(presets.c.name).limit(MAX_PRESETS)
        with read_transaction(self._engine) as connection:
            return tuple(Preset(row.name, row.options, row.purpose) for row in connection.execute(query))

    def keep_presets(self, owner: str, kept: Iterable[Preset]) -> None:
        """Keep presets, in place of those of the same names; raises InvalidInput where that would be too many."""
        rows = [
            {"owner": owner, "name": preset.name, "purpose": preset.when, "options": preset.options} for preset in kept
        ]
        if not rows:
            return
        with write_transaction(self._engine) as connection:
            new = upsert(connection, presets)
            change = {"purpose": new.excluded.purpose, "options": new.excluded.options}
            connection.execute(new.on_conflict_do_update(index_elements=["owner", "name"], set_=change), rows)
            count = select(func.count()).select_from(presets).where(presets.c.owner == owner)
            if (connection.scalar(count) or 0) > MAX_PRESETS:
                # Raised inside of the transaction, which takes all of them back.
                raise InvalidInput("presets", f"you can keep at most {MAX_PRESETS}; delete some first")

    def delete_preset(self, owner: str, name: str) -> None:
        """Delete one preset; nothing where there is none of this name."""
        with write_transaction(self._engine) as connection:
            connection.execute(delete(presets).where(presets.c.owner == owner, presets.c.name == name))

    def delete_presets(self, owner: str) -> None:
        """Delete all presets of a person."""
        with write_transaction(self._engine) as connection:
            connection.execute(delete(presets).where(presets.c.owner == owner))
