"""A request from elsewhere that waits to be put into the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orq_ui.api import ImageVariationRequest
from orq_ui.ui.form.draft import Draft


@dataclass(frozen=True)
class PendingImport:
    """A request from elsewhere that is shown first, and put into the form only when the person says so.

    ``origin`` is where it came from, in our words; ``request`` is None where it could not be read. ``notes`` are
    facts about the reading, as plain text. ``parts`` are the dotted paths of the options that came alone: the rest of
    the form stays as it is then.
    """

    origin: str
    request: ImageVariationRequest | None
    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def body_in(self, draft: Draft) -> dict[str, Any]:
        """Return the body that the form would hold with it."""
        sent = {} if self.request is None else self.request.sent()
        if not self.parts:
            return {name: value for name, value in sent.items() if name != "image"}
        brought, merged = Draft(sent), Draft()
        merged.replace(draft.body)
        for part in self.parts:
            path = tuple(part.split("."))
            merged.set(path, brought.get(path))
        return merged.body
