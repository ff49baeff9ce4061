"""The page of one run: its head, the actions on it, and a tab for each side of it."""

from __future__ import annotations

import streamlit as st

from orq_ui.errors import HistoryUnavailable, OrqUiError
from orq_ui.history import HistoryStore, Run
from orq_ui.ui.connection.live_cost import live_cost
from orq_ui.ui.history.actions import GONE, delete, send_again
from orq_ui.ui.history.context import back_to_list, message_panel, scene_of
from orq_ui.ui.history.download_link import download_link
from orq_ui.ui.history.lineage import lineage_panel
from orq_ui.ui.history.notes import notes_panel
from orq_ui.ui.history.poll import poll_panel
from orq_ui.ui.history.prev_next import prev_next_panel
from orq_ui.ui.history.replay import load, why_not_replay
from orq_ui.ui.history.replay_question import replay_question
from orq_ui.ui.history.replay_status import progress_panel, replayed_panel
from orq_ui.ui.history.request_and_reply import json_tab, reply_tab, request_tab
from orq_ui.ui.history.run_card import Scene, heading
from orq_ui.ui.history.run_list import star_button
from orq_ui.ui.history.run_result import ledger_tab, result_tab
from orq_ui.ui.history.state import Told
from orq_ui.ui.pages import VARIATIONS
from orq_ui.ui.scenarios.run_scenario import seed_of, story_of
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.markup import escape_html

TABS = ("Result", "JSON", "Request", "Ledger", "Reply", "Lineage", "Notes")
"""The first three have the names that they have beside the form."""


def run_panel(session: Session, store: HistoryStore, run_id: str) -> None:
    """Draw the page when a run is open."""
    run = store.run(session.owner.id, run_id)
    scene = scene_of(session)
    with st.container(horizontal=True, vertical_alignment="center", key="history.way"):
        back_to_list(session.history)
        if run is not None:
            prev_next_panel(session, store, run_id, scene)
    if run is None:
        _no_such_run()
        return
    with st.container(border=True, key="history.head"):
        st.html(heading(run, scene, story_of(run)))
        _actions(session, run)
    replay_question(session, run)
    message_panel(session.history.told)
    progress_panel(session, run)
    replayed_panel(session, store, run, scene)
    poll_panel(session, store, [run])
    _tabs(session, store, run, scene)


def _no_such_run() -> None:
    st.title("No such run", anchor=False)
    st.info(
        "There is no such run for this browser. It was deleted, or it belongs to another browser or account.",
        icon=":material/search_off:",
    )


def _actions(session: Session, run: Run) -> None:
    why_not = why_not_replay(session, run)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="history.actions"):
        if st.button(
            "Load into the form",
            type="primary",
            icon=":material/edit_note:",
            key="history.load",
            help="Its request and its picture, to be changed. Nothing is sent.",
        ):
            _load(session, run)
        st.button(
            "Replay",
            icon=":material/replay:",
            key="history.replay",
            disabled=why_not is not None,
            help=_replay_help(run),
            on_click=send_again,
            args=(session, run.id),
        )
        download_link("Save as zip", services().pictures.zip_url(session.owner, [run.id]), "folder_zip")
        st.button("Delete", icon=":material/delete:", key="history.delete", on_click=delete, args=(session, [run.id]))
        star_button(session, run, "history.star.this")
    with st.container():
        if why_not is not None:
            st.html(f'<div class="orq-line"><span>Replay is not possible: {escape_html(why_not)}</span></div>')
        elif not run.emulated:
            cost = f"Replay · {live_cost(run.host, run.request, session.connection.defaults)}"
            st.html(f'<div class="orq-line"><span>{escape_html(cost)}</span></div>')


def _replay_help(run: Run) -> str:
    if not run.emulated:
        return "Send the same bytes to the same host again"
    seed = seed_of(run)
    return f"Send the same bytes to the emulator again{'' if seed is None else f', with the same seed ({seed})'}"


def _load(session: Session, run: Run) -> None:
    try:
        load(session, run)
    except KeyError:
        session.history.told = Told("error", GONE)
        return
    except HistoryUnavailable:
        raise
    except OrqUiError as refused:
        session.history.told = Told("error", message_for(refused))
        return
    st.switch_page(VARIATIONS.path)


def _tabs(session: Session, store: HistoryStore, run: Run, scene: Scene) -> None:
    result, request, parts, ledger, reply, lineage, notes = st.tabs(TABS, key="history.tabs", on_change="rerun")
    if result.open:
        with result:
            result_tab(session, run)
    if request.open:
        with request:
            json_tab(store, run)
    if parts.open:
        with parts:
            request_tab(store, run)
    if ledger.open:
        with ledger:
            ledger_tab(run)
    if reply.open:
        with reply:
            reply_tab(run)
    if lineage.open:
        with lineage:
            lineage_panel(session, store, run, scene)
    if notes.open:
        with notes:
            notes_panel(session, store, run)
