"""The rows of the list: a card that opens its run wherever it is clicked, with a star and a checkbox."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import RunSummary
from orq_ui.ui.history.actions import star
from orq_ui.ui.history.run_card import Scene, card
from orq_ui.ui.history.url import show_run
from orq_ui.ui.history.widget_state import sync
from orq_ui.ui.session import Session
from orq_ui.ui.text.datetimes import clock


def rows_panel(session: Session, lines: tuple[RunSummary, ...], scene: Scene) -> None:
    """Draw one row for each run."""
    with st.container(gap="xsmall", key="history.rows"):
        for run in lines:
            _row(session, run, scene)


def _row(session: Session, run: RunSummary, scene: Scene) -> None:
    at = clock(run.started_at, scene.zone)
    with st.container(
        border=True,
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap="small",
        key=f"history.row.{run.id}",
    ):
        key = f"history.pick.{run.id}"
        st.checkbox(
            f"Select the run of {at}",
            key=sync(key, run.id in session.history.selected),
            label_visibility="collapsed",
            on_change=_pick,
            args=(session, run),
        )
        st.html(card(run, scene))
        star_button(session, run, f"history.star.{run.id}")
        open_button(run.id, f"Open the run of {at}", f"history.open.{run.id}")


def star_button(session: Session, run: RunSummary, key: str) -> None:
    """Draw the button that stars a run or removes its star."""
    st.button(
        "Remove the star" if run.starred else "Star",
        icon=":material/star:",
        key=f"{key}.icon-only",
        type="tertiary",
        help="Starred: it stays when old runs go" if run.starred else "Star it: it stays when old runs go",
        on_click=star,
        args=(session, run.id, not run.starred),
    )


def open_button(run_id: str, label: str, key: str) -> None:
    """Draw the button that opens a run; the style stretches it over the whole row."""
    st.button(
        label,
        icon=":material/chevron_right:",
        key=f"{key}.icon-only",
        type="tertiary",
        on_click=show_run,
        args=(run_id,),
    )


def _pick(session: Session, run: RunSummary) -> None:
    if st.session_state[f"history.pick.{run.id}"]:
        session.history.selected[run.id] = run.started_at
    else:
        session.history.unselect(run.id)
