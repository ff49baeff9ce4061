"""A change that one click makes: edits of the body, or a conversion of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orq_ui.imaging import CONVERSIONS
from orq_ui.json_edits import REMOVE, Edit, Path, apply_edits

__all__ = ["REMOVE", "Edit", "Fix", "Path"]


@dataclass(frozen=True)
class Fix:
    """``title`` is a button's label. ``conversion`` is an id of ``imaging.CONVERSIONS``, for the picture."""

    title: str
    edits: tuple[Edit, ...] = ()
    conversion: str | None = None

    @classmethod
    def converting(cls, conversion: str) -> Fix:
        """Make the fix that is a conversion of the picture, under the conversion's own title."""
        return cls(CONVERSIONS[conversion].title, conversion=conversion)

    def apply(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fixed body; the given one stays. An edit whose place is no longer there changes nothing."""
        return apply_edits(body, self.edits)
