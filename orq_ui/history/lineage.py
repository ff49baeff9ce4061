"""Which picture came from which: the tree of runs that one run belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from orq_ui.history.queries import Reader
from orq_ui.history.run import Brief

MOST = 60
"""Runs of a tree that is shown."""


@dataclass(frozen=True)
class Branch:
    """A run and what was made from it, oldest first."""

    brief: Brief
    children: tuple[Branch, ...] = ()


def lineage(reader: Reader, owner: str, run_id: str) -> Branch | None:
    """The tree from the oldest ancestor that is still there. Of a very large one the run, its nearest ancestors and
    their oldest descendants are kept."""
    line = list(reader.briefs(owner, [run_id]))
    if not line:
        return None
    while (parent := line[-1].parent) is not None and len(line) < MOST:
        # An imported run may name itself, or a later one, as its parent.
        if parent.run_id in {brief.id for brief in line}:
            break
        above = reader.briefs(owner, [parent.run_id])
        if not above:
            break
        line += above
    line.reverse()
    return _grown(line[0], _descendants(reader, owner, line))


def _descendants(reader: Reader, owner: str, line: list[Brief]) -> dict[str, list[Brief]]:
    """Children by parent: those of the line, then theirs, a generation at a time."""
    found: dict[str, list[Brief]] = {brief.id: [] for brief in line}
    for parent, child in pairwise(line):
        found[parent.id].append(child)
    generation = list(found)
    while generation and len(found) < MOST:
        children = [child for child in reader.children(owner, generation) if child.id not in found]
        children = children[: MOST - len(found)]
        for child in children:
            found[child.id] = []
            if child.parent is not None:
                found[child.parent.run_id].append(child)
        generation = [child.id for child in children]
    return found


def _grown(brief: Brief, children: dict[str, list[Brief]]) -> Branch:
    below = sorted(children[brief.id], key=lambda child: (child.started_at, child.id))
    return Branch(brief, tuple(_grown(child, children) for child in below))
