"""Redraw the page once a run that it shows has ended."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore, RunSummary
from orq_ui.ui.session import Session

POLL_S = 1.5


def poll_panel(session: Session, store: HistoryStore, lines: Sequence[RunSummary]) -> None:
    """Poll the runs that are under way, unseen, and rerun the script once one of them has ended."""
    waited = [run.id for run in lines if run.state == "sending"]
    with st.container(key="history.waiting"):
        if not waited:
            return

        @st.fragment(run_every=POLL_S)
        def poll() -> None:
            if any(_has_ended(session, store, run_id) for run_id in waited):
                st.rerun()

        poll()


def _has_ended(session: Session, store: HistoryStore, run_id: str) -> bool:
    try:
        run = store.run(session.owner.id, run_id)
    except HistoryUnavailable:
        # The page itself says so.
        return True
    return run is None or run.state != "sending"
