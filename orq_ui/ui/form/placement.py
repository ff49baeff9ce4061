"""Where the shared router options are: inside ``orq`` or at top level."""

from __future__ import annotations

from typing import Literal

from orq_ui.api import RouterOptions
from orq_ui.ui.form.draft import UNSET, Draft, Path

Placement = Literal["orq", "top level"]
SHARED = tuple(RouterOptions.model_fields)
"""The options that the router takes in both places, in the contract's order."""


def base(placement: Placement) -> Path:
    """Return the path under which the shared options are edited."""
    return ("orq",) if placement == "orq" else ()


def other(placement: Placement) -> Placement:
    """Return the other of the two places."""
    return "top level" if placement == "orq" else "orq"


def in_both_places(draft: Draft) -> list[str]:
    """Return the options that are set in both places; the router takes the one at top level."""
    return [name for name in SHARED if draft.get((name,)) is not UNSET and draft.get(("orq", name)) is not UNSET]


def elsewhere(draft: Draft, placement: Placement) -> list[str]:
    """Return the options that are set in the place that is not being edited."""
    return [name for name in SHARED if draft.get((*base(other(placement)), name)) is not UNSET]


def move(draft: Draft, to: Placement) -> None:
    """Move every shared option to one place; an option that is set in both stays as it is."""
    for name in SHARED:
        source, target = (*base(other(to)), name), (*base(to), name)
        value = draft.get(source)
        if value is not UNSET and draft.get(target) is UNSET:
            draft.clear(source)
            draft.set(target, value)


def placement_of(draft: Draft) -> Placement:
    """Return the place that a body uses; ``orq`` when it uses neither or both."""
    at_top = any(draft.get((name,)) is not UNSET for name in SHARED)
    in_orq = any(draft.get(("orq", name)) is not UNSET for name in SHARED)
    return "top level" if at_top and not in_orq else "orq"
