"""How much is kept, what the limits are, and deleting everything of this person's."""

from __future__ import annotations

import streamlit as st

from orq_ui.history import HistoryStore, RetentionLimits, Usage
from orq_ui.ui.history.actions import erase
from orq_ui.ui.server.history import DAY_S
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.quantities import plural, size


def storage_panel(session: Session, store: HistoryStore) -> None:
    """Draw how much is kept in a line, and the limits and the deletion in an expander."""
    usage, limits = _usage(session, store), services().history.limits()
    of = "" if limits.bytes is None else f" of {size(limits.bytes)}"
    st.caption(f"{plural(usage.runs, 'run')}, {size(usage.bytes)}{of} kept")
    folded = st.expander("Storage", icon=":material/database:", key="history.storage", on_change="rerun")
    with folded:
        if not folded.open:
            return
        st.caption(limits_in_words(limits))
        _everything(session, usage.runs)


def _usage(session: Session, store: HistoryStore) -> Usage:
    """Return the usage, counted again only after something was kept or deleted: counting reads every picture's row."""
    view, owner = session.history, session.owner.id
    fingerprint = (owner, *store.usage_fingerprint(owner))
    if view.counted is None or view.counted[0] != fingerprint:
        view.counted = fingerprint, store.usage(owner)
    return view.counted[1]


def limits_in_words(limits: RetentionLimits) -> str:
    """Say what is deleted automatically, and who decides that."""
    told = []
    if limits.runs is not None:
        told.append(plural(limits.runs, "run"))
    if limits.age_s is not None:
        told.append(plural(round(limits.age_s / DAY_S), "day"))
    if limits.bytes is not None:
        told.append(f"{size(limits.bytes)} of pictures")
    if not told:
        return "Nothing is deleted automatically."
    return (
        f"At most {', '.join(told)} are kept for each person; beyond that the oldest runs go, and starred ones stay. "
        "The owner of this server sets it by ORQ_UI_KEEP_RUNS, ORQ_UI_KEEP_DAYS and ORQ_UI_KEEP_BYTES. "
        "A picture that several runs share is kept once."
    )


def _everything(session: Session, count: int) -> None:
    view = session.history
    with st.container(horizontal=True, vertical_alignment="center", key="history.erasing"):
        if not view.is_erasing:
            st.button(
                "Delete everything of mine",
                icon=":material/delete_forever:",
                key="history.erase",
                on_click=_ask,
                args=(session, True),
                disabled=count == 0,
            )
            return
        st.markdown(f":red[{plural(count, 'run')} will be gone for good, starred ones too.]", width="content")
        st.button(
            "Yes, delete all of it",
            type="primary",
            icon=":material/delete_forever:",
            key="history.erase.yes",
            on_click=erase,
            args=(session,),
        )
        st.button("No", key="history.erase.no", on_click=_ask, args=(session, False))


def _ask(session: Session, asking: bool) -> None:
    session.history.is_erasing = asking
