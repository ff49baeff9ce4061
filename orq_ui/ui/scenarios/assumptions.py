"""Choosing what counts where a request is silent: a named set of defaults, or a reading for each assumption."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from orq_ui.routing import ALTERNATIVE_READINGS, DEFAULT_SET, DEFAULTS
from orq_ui.routing.defaults import Default
from orq_ui.ui.pages import EXPLAIN
from orq_ui.ui.session import Session
from orq_ui.ui.text.outcomes import basis

OWN_CHOICE = "your own choice"
KEY = "explain.defaults"
QUESTIONS: Mapping[str, str] = {
    "retry_omitted": "Retries by default",
    "retry_codes": "Retried by default",
    "cache_ttl_s": "Kept in the cache by default",
    "cache_key": "Equal for the cache",
}


def defaults_panel(session: Session) -> None:
    """Draw the choice of a named set; it holds for this session, at the emulator too."""
    name = session.connection.defaults.name
    current = name if name in DEFAULTS else OWN_CHOICE
    if st.session_state.get(KEY) != current:
        st.session_state[KEY] = current
    st.segmented_control(
        "Defaults that are documented by",
        [*DEFAULTS, *([OWN_CHOICE] if current == OWN_CHOICE else [])],
        required=True,
        key=KEY,
        on_change=_choose_set,
        args=(session,),
        help="What counts where the request is silent: the vendor's description of August 2026 and its Python client "
        "4.17 disagree. Check and the built-in emulator follow.",
    )


def assumptions_panel(session: Session) -> None:
    """Draw what is assumed where the sources say nothing or disagree, each reading with its source."""
    readings, count = session.connection.defaults.readings, changed(session)
    label = f"Assumptions: {count} changed" if count else "Assumptions"
    with st.expander(label, icon=":material/psychology_alt:", key="explain.assumptions"):
        st.caption("Where the documentation says nothing or contradicts itself. Check and the emulator follow.")
        with st.grid(2, min_column_width=300) as grid:
            for field, options in ALTERNATIVE_READINGS.items():
                with grid.cell():
                    _assumption(session, field, options, readings[field])


def assumptions_line(session: Session) -> None:
    """Draw how many assumptions are not those of the documentation's newest state, with the way to them."""
    count = changed(session)
    if count:
        st.page_link(EXPLAIN.path, label=f"Assumptions: {count} changed", icon=":material/psychology_alt:")


def changed(session: Session) -> int:
    """Return how many readings differ from those of the first set."""
    return len(session.connection.defaults.readings_unlike(DEFAULTS[DEFAULT_SET]))


def _assumption(session: Session, field: str, options: Mapping[str, Default[object]], current: str) -> None:
    key = f"explain.assumption.{field}"
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    rules = {name: reading.rule for name, reading in options.items()}
    st.radio(
        QUESTIONS[field],
        list(options),
        format_func=lambda name: rules[name].text,
        captions=[f"{basis(rule.documented, rule.disputed)}: {rule.source}" for rule in rules.values()],
        key=key,
        on_change=_choose_reading,
        args=(session, field),
    )


def _choose_set(session: Session) -> None:
    chosen = st.session_state[KEY]
    if chosen in DEFAULTS:
        session.connection.defaults = DEFAULTS[chosen]


def _choose_reading(session: Session, field: str) -> None:
    choice = {field: st.session_state[f"explain.assumption.{field}"]}
    session.connection.defaults = session.connection.defaults.with_readings(**choice)
