"""Previous and next run, in the order of the list."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import HistoryStore, Page
from orq_ui.ui.history.filters import filter_of
from orq_ui.ui.history.run_card import Scene
from orq_ui.ui.history.run_list import PER_PAGE, page_of, pages_of
from orq_ui.ui.history.url import show_run
from orq_ui.ui.session import Session

Stop = tuple[str, int]
"""A run and the page of the list that it is on."""


def prev_next_panel(session: Session, store: HistoryStore, run_id: str, scene: Scene) -> None:
    """Draw both buttons, or nothing where there is neither, as for a run that the filters leave out."""
    before, after = neighbours(session, store, run_id, scene)
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
        if before is None and after is None:
            return
        for stop, label, icon in ((before, "Previous run", "chevron_left"), (after, "Next run", "chevron_right")):
            st.button(
                label,
                icon=f":material/{icon}:",
                key=f"history.{label.split()[0].lower()}.icon-only",
                help=f"{label} in the list's order",
                disabled=stop is None,
                on_click=_go,
                args=(session, stop),
            )


def neighbours(session: Session, store: HistoryStore, run_id: str, scene: Scene) -> tuple[Stop | None, Stop | None]:
    """Return the runs before and after this one in the list, across its pages too."""
    view, owner = session.history, session.owner.id
    wanted = filter_of(view.wanted, scene.zone)
    page, number = page_of(session, store, scene), view.page
    if run_id not in _ids(page):
        # It was opened by its URL.
        place = store.position(owner, wanted, view.order, run_id) or 1
        number = -(-place // PER_PAGE)
        page = store.page(owner, wanted, view.order, number, PER_PAGE)
    ids = _ids(page)
    if run_id not in ids:
        return None, None

    def edge(number: int, spot: int) -> Stop | None:
        if not 1 <= number <= pages_of(page):
            return None
        lines = store.page(owner, wanted, view.order, number, PER_PAGE).lines
        return (lines[spot].id, number) if lines else None

    place = ids.index(run_id)
    before = (ids[place - 1], number) if place > 0 else edge(number - 1, -1)
    after = (ids[place + 1], number) if place + 1 < len(ids) else edge(number + 1, 0)
    return before, after


def _ids(page: Page) -> list[str]:
    return [run.id for run in page.lines]


def _go(session: Session, stop: Stop) -> None:
    run_id, session.history.page = stop
    show_run(run_id)
