"""The list of runs: filters, one page of rows, and the actions on them."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import HistoryStore, Order, Page, RunSummary
from orq_ui.ui.history.actions import star
from orq_ui.ui.history.context import message_panel, scene_of
from orq_ui.ui.history.filters import ORDERS, filter_of, filter_panel
from orq_ui.ui.history.import_zip import import_panel
from orq_ui.ui.history.poll import poll_panel
from orq_ui.ui.history.run_card import Scene, card
from orq_ui.ui.history.selection import selection_panel, undo_panel
from orq_ui.ui.history.state import HistoryView, Wanted
from orq_ui.ui.history.storage import storage_panel
from orq_ui.ui.history.url import show_run
from orq_ui.ui.history.widget_state import sync
from orq_ui.ui.pages import VARIATIONS
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.session import Session
from orq_ui.ui.text.datetimes import clock
from orq_ui.ui.text.quantities import plural

PER_PAGE = 10


def list_panel(session: Session, store: HistoryStore) -> None:
    """Draw the page when no run is open."""
    view, scene = session.history, scene_of(session)
    with st.container(horizontal=True, vertical_alignment="bottom", key="history.top"):
        with st.container(gap="xxsmall"):
            st.title("History", anchor=False)
            st.caption(whose(session.owner, view.order))
        with st.container(width="content"):
            import_panel(session, store)
    message_panel(view.told)
    undo_panel(session)
    page = page_of(session, store, scene)
    if page.total == 0 and view.wanted == Wanted():
        _empty()
    else:
        filter_panel(session, store, is_empty=page.total == 0)
        _lines(session, page, scene)
        # Below the rows, where it moves none of them, and kept in view by the style.
        selection_panel(session)
    poll_panel(session, store, page.lines)
    storage_panel(session, store)


def whose(owner: Owner, order: Order) -> str:
    """Say whose runs these are, in which order, and whether they are found again."""
    if not owner.is_persistent:
        return (
            ":orange[:material/warning: This browser takes no cookies: these runs belong to this tab alone, and are "
            "not found again after a reload.]"
        )
    sender = "by your account" if owner.is_account else "from this browser"
    return f"Everything sent {sender}, {ORDERS[order].lower()}."


def page_of(session: Session, store: HistoryStore, scene: Scene) -> Page:
    """Return the runs on the tab's current page, or on the last page when that one has become empty."""
    view, owner = session.history, session.owner.id
    wanted = filter_of(view.wanted, scene.zone)
    page = store.page(owner, wanted, view.order, view.page, PER_PAGE)
    if view.page > pages_of(page):
        view.page = pages_of(page)
        page = store.page(owner, wanted, view.order, view.page, PER_PAGE)
    return page


def pages_of(page: Page) -> int:
    """Return how many pages the list has, at least one."""
    return max(1, -(-page.total // PER_PAGE))


def _lines(session: Session, page: Page, scene: Scene) -> None:
    view = session.history
    if not page.lines:
        st.info("No run fits these filters.", icon=":material/search_off:")
        st.button(
            "Clear filters",
            key="history.clear.empty",
            icon=":material/filter_alt_off:",
            on_click=view.want_all,
        )
        return
    _rows(session, page.lines, scene)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="history.pages"
    ):
        st.caption(_spot(view, page), width="content")
        if pages_of(page) > 1:
            # A key for each page: a pagination that has a key keeps its own value, whatever the filters do meanwhile.
            key = f"history.page.{view.page}"
            st.pagination(pages_of(page), default=view.page, key=key, on_change=_turn, args=(view, key), width=320)


def _spot(view: HistoryView, page: Page) -> str:
    """Say which runs of a long list are shown, or how many were found; the storage line counts them all."""
    if pages_of(page) == 1:
        return "" if view.wanted == Wanted() else f"{plural(page.total, 'run')} found"
    first = (view.page - 1) * PER_PAGE + 1
    return f"{first:,}–{first + len(page.lines) - 1:,} of {plural(page.total, 'run')}"


def _turn(view: HistoryView, key: str) -> None:
    view.page = int(st.session_state[key])


def _empty() -> None:
    with st.container(border=True, horizontal_alignment="center", key="history.empty"):
        st.markdown("**Nothing is kept yet**", width="content")
        st.caption(
            "Every call is kept here, with its pictures: to look at, to compare, to send again.", width="content"
        )
        st.page_link(VARIATIONS.path, label="Go to Variations and press Send", icon=":material/auto_awesome:")
        st.caption("Or import a zip that was saved elsewhere.", width="content")


def _rows(session: Session, lines: tuple[RunSummary, ...], scene: Scene) -> None:
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
