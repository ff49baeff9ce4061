"""Which picture came from which: the runs related to one run, as a tree."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from orq_ui.history import HistoryStore, LineageNode, Run, RunSummary
from orq_ui.history.lineage import MAX_RUNS
from orq_ui.ui.history.run_card import Scene, tree_node
from orq_ui.ui.history.run_list import open_button
from orq_ui.ui.session import Session
from orq_ui.ui.text.datetimes import clock

MAX_INDENT = 6
"""Levels of indentation; what is deeper is indented as much."""


def lineage_panel(session: Session, store: HistoryStore, run: Run, scene: Scene) -> None:
    """Draw the tree with this run marked; a click opens another one."""
    tree = store.lineage(session.owner.id, run.id)
    if tree is None:
        return
    nodes = list(walked(tree))
    if len(nodes) == 1:
        st.info(
            "Nothing has been made from this run yet. **Vary** one of its pictures, or **Replay** it.",
            icon=":material/account_tree:",
        )
    with st.container(gap="xsmall", key="history.family"):
        for depth, node in nodes:
            _node(node, min(depth, MAX_INDENT), run.id, scene)
    if len(nodes) >= MAX_RUNS:
        st.caption(f"There may be more: of a large family, {MAX_RUNS} runs around this one are shown.")


def walked(tree: LineageNode, depth: int = 0) -> Iterator[tuple[int, RunSummary]]:
    """Yield every run with its depth, a parent before its children."""
    yield depth, tree.run
    for child in tree.children:
        yield from walked(child, depth + 1)


def _node(run: RunSummary, depth: int, current: str, scene: Scene) -> None:
    with st.container(
        border=True,
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap="small",
        key=f"history.node.{run.id}",
    ):
        st.html(tree_node(run, scene, depth, link_text(run) if depth else "", run.id == current))
        if run.id != current:
            label = f"Open the run of {clock(run.started_at, scene.zone)}"
            open_button(run.id, label, f"history.open.{run.id}")


def link_text(run: RunSummary) -> str:
    """Say how a run came from its parent."""
    parent = run.parent
    if parent is None:
        return ""
    if parent.link == "replay":
        return "↳ replay"
    return "↳ varied" if parent.place is None else f"↳ from {parent.place + 1}"
