"""The chance of a call to the emulator: which seed it had, and whether the next call has the same."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.server.jobs import Job
from orq_ui.ui.session import Session

ANOTHER, SAME = "another", "the same"
CHOICE = "result.seed"


def seed_panel(session: Session, job: Job) -> None:
    """Draw the seed of a result, and the choice of the next one; nothing for a call that the emulator did not route."""
    seed = None if job.ledger is None else job.ledger.seed
    if seed is None or not session.connection.is_emulator:
        return
    pinned = session.connection.seed
    # Set before the widget is drawn: the send bar may have released the seed.
    st.session_state[CHOICE] = ANOTHER if pinned is None else SAME if pinned == seed else None
    st.caption(f":material/casino: Seed {seed} · next time", width="content")
    st.segmented_control(
        "Seed of the next request",
        (ANOTHER, SAME),
        key=CHOICE,
        label_visibility="collapsed",
        on_change=_choose,
        args=(session, seed),
        help="Pictures, load balancer, latencies and chance faults follow the seed. "
        "The same request with the same seed gives the same result.",
    )


def pinned_seed_panel(session: Session) -> None:
    """Draw that the next sends have a chosen seed, and the button that releases it."""
    seed = session.connection.seed
    if seed is None or not session.connection.is_emulator:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="send.seed"):
        st.caption(f":material/casino: Every send uses seed {seed}", width="content")
        st.button(
            "Another seed each time",
            key="send.seed.release",
            type="tertiary",
            on_click=_release,
            args=(session,),
            help="Let the emulator give each request a seed of its own",
        )


def _choose(session: Session, seed: int) -> None:
    # A second click on the chosen one clears the widget; the choice then stays as it was.
    chosen = st.session_state[CHOICE]
    if chosen is not None:
        session.connection.seed = seed if chosen == SAME else None


def _release(session: Session) -> None:
    session.connection.seed = None
