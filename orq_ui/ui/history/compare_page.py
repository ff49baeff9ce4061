"""Two runs side by side: a summary, the pictures, what differs."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from orq_ui.history import HistoryStore
from orq_ui.history.diff import compare
from orq_ui.ui.history.compare_details import differences_panel
from orq_ui.ui.history.compare_pictures import picture_pairs_panel
from orq_ui.ui.history.compare_summary import summary
from orq_ui.ui.history.context import back_to_list, scene_of
from orq_ui.ui.history.run_card import card
from orq_ui.ui.history.url import show_pair, show_run
from orq_ui.ui.session import Session
from orq_ui.ui.text.markup import escape_html

MAX_SENTENCE = 600
"""Characters of one sentence: names in it may be of any length."""


def compare_panel(session: Session, store: HistoryStore, first_id: str, second_id: str) -> None:
    """Draw the comparison, with buttons to swap the two and to leave."""
    first, second = (store.run(session.owner.id, run_id) for run_id in (first_id, second_id))
    with st.container(horizontal=True, vertical_alignment="center", key="history.way"):
        back_to_list(session.history)
        if first is not None and second is not None:
            st.button(
                "Swap",
                icon=":material/swap_horiz:",
                key="history.swap",
                on_click=show_pair,
                args=(second_id, first_id),
            )
            for letter, run_id in (("A", first_id), ("B", second_id)):
                st.button(
                    f"Open {letter}",
                    icon=":material/open_in_full:",
                    key=f"history.side.{letter}",
                    type="tertiary",
                    on_click=show_run,
                    args=(run_id,),
                )
    st.title("Compare", anchor=False)
    if first is None or second is None:
        st.info("One of these runs does not exist for this browser.", icon=":material/search_off:")
        return
    scene = scene_of(session)
    for side, letter, run in zip(st.columns(2), "AB", (first, second), strict=True):
        with side, st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center"):
            st.markdown(f"**{letter}**", width="content")
            st.html(card(run, scene))
    found = compare(first, second)
    _summary(summary(first, second, found))
    picture_pairs_panel(session, first, second)
    differences_panel(found, first, second)


def _summary(sentences: Iterable[str]) -> None:
    lines = (f"<p>{escape_html(sentence[:MAX_SENTENCE])}</p>" for sentence in sentences)
    st.html(f'<div class="orq-tale" role="note">{"".join(lines)}</div>')
