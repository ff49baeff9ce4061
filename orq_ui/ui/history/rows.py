"""The rows of the list: a card that opens its run wherever it is clicked, with a star and a checkbox."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import Brief
from orq_ui.ui.history.actions import star
from orq_ui.ui.history.run_html import Scene, card
from orq_ui.ui.history.url import show_run
from orq_ui.ui.history.widget_state import sync
from orq_ui.ui.session import Session
from orq_ui.ui.text.datetimes import clock


def rows_panel(session: Session, lines: tuple[Brief, ...], scene: Scene) -> None:
    """Draw one row for each run."""
    with st.container(gap="xsmall", key="history.rows"):
        for brief in lines:
            _row(session, brief, scene)


def _row(session: Session, brief: Brief, scene: Scene) -> None:
    at = clock(brief.started_at, scene.zone)
    with st.container(
        border=True,
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap="small",
        key=f"history.row.{brief.id}",
    ):
        key = f"history.pick.{brief.id}"
        st.checkbox(
            f"Select the run of {at}",
            key=sync(key, brief.id in session.history.selected),
            label_visibility="collapsed",
            on_change=_pick,
            args=(session, brief),
        )
        st.html(card(brief, scene))
        star_button(session, brief, f"history.star.{brief.id}")
        open_button(brief.id, f"Open the run of {at}", f"history.open.{brief.id}")


def star_button(session: Session, brief: Brief, key: str) -> None:
    """Draw the button that stars a run or removes its star."""
    st.button(
        "Remove the star" if brief.starred else "Star",
        icon=":material/star:",
        key=f"{key}.icon-only",
        type="tertiary",
        help="Starred: it stays when old runs go" if brief.starred else "Star it: it stays when old runs go",
        on_click=star,
        args=(session, brief.id, not brief.starred),
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


def _pick(session: Session, brief: Brief) -> None:
    if st.session_state[f"history.pick.{brief.id}"]:
        session.history.selected[brief.id] = brief.started_at
    else:
        session.history.unselect(brief.id)
