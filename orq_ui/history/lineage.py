"""Which picture came from which: the tree of runs that one run belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from orq_ui.history.queries import RunQueries
from orq_ui.history.run import RunSummary

MAX_RUNS = 60
"""Runs of a tree that is shown."""


@dataclass(frozen=True)
class LineageNode:
    """A run and what was made from it, oldest first."""

    run: RunSummary
    children: tuple[LineageNode, ...] = ()


def lineage(queries: RunQueries, owner: str, run_id: str) -> LineageNode | None:
    """Return the tree from the oldest ancestor that is still there.

    Of a very large one the run, its nearest ancestors and their oldest descendants are in it.
    """
    line = list(queries.summaries(owner, [run_id]))
    if not line:
        return None
    while (parent := line[-1].parent) is not None and len(line) < MAX_RUNS:
        # An imported run may name itself, or a later one, as its parent.
        if parent.run_id in {run.id for run in line}:
            break
        above = queries.summaries(owner, [parent.run_id])
        if not above:
            break
        line += above
    line.reverse()
    return _tree(line[0], _descendants(queries, owner, line))


def _descendants(queries: RunQueries, owner: str, line: list[RunSummary]) -> dict[str, list[RunSummary]]:
    """Return children by parent: those of the line, then theirs, a generation at a time."""
    found: dict[str, list[RunSummary]] = {run.id: [] for run in line}
    for parent, child in pairwise(line):
        found[parent.id].append(child)
    generation = list(found)
    while generation and len(found) < MAX_RUNS:
        children = [child for child in queries.children(owner, generation) if child.id not in found]
        children = children[: MAX_RUNS - len(found)]
        for child in children:
            found[child.id] = []
            if child.parent is not None:
                found[child.parent.run_id].append(child)
        generation = [child.id for child in children]
    return found


def _tree(run: RunSummary, children: dict[str, list[RunSummary]]) -> LineageNode:
    below = sorted(children[run.id], key=lambda child: (child.started_at, child.id))
    return LineageNode(run, tuple(_tree(child, children) for child in below))
