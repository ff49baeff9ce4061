"""Which picture came from which: the tree of runs that one run belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from orq_ui.history.reading import Reader
from orq_ui.history.run import Brief

MOST = 60
"""Runs of a tree that is shown."""


@dataclass(frozen=True)
class Branch:
    """A run and what was made from it, oldest first."""

    brief: Brief
    children: tuple[Branch, ...] = ()


def lineage(reader: Reader, owner: str, run_id: str) -> Branch | None:
    """The tree from the oldest ancestor that is still there; its newest branches are cut where it is very large."""
    own = reader.briefs(owner, [run_id])
    if not own:
        return None
    root = own[0]
    seen = {root.id}
    while root.parent is not None and root.parent.run_id not in seen:
        above = reader.briefs(owner, [root.parent.run_id])
        if not above:
            break
        root = above[0]
        seen.add(root.id)
    return _grown(root, _descendants(reader, owner, root))


def _descendants(reader: Reader, owner: str, root: Brief) -> dict[str, list[Brief]]:
    """Children by parent, a generation at a time."""
    found: dict[str, list[Brief]] = {root.id: []}
    generation = [root.id]
    while generation and len(found) < MOST:
        # An imported run may name itself, or a later one, as its parent.
        children = [child for child in reader.children(owner, generation) if child.id not in found]
        children = children[: MOST - len(found)]
        for child in children:
            found[child.id] = []
            if child.parent is not None:
                found[child.parent.run_id].append(child)
        generation = [child.id for child in children]
    return found


def _grown(brief: Brief, children: dict[str, list[Brief]]) -> Branch:
    return Branch(brief, tuple(_grown(child, children) for child in children[brief.id]))
