"""A replay: its progress, then the proof that the same bytes went out."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from orq_ui.history import HistoryStore, Run
from orq_ui.ui.call_progress import call_progress
from orq_ui.ui.history.run_card import Scene
from orq_ui.ui.history.run_text import sent_size
from orq_ui.ui.history.state import Replaying, Told
from orq_ui.ui.history.url import open_runs, show_pair, show_run
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.session import Session
from orq_ui.ui.text.datetimes import clock
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.quantities import plural

POLL_S, OTHER_POLL_S = 0.2, 1.0
TABS = "history.tabs"


def open_replay(session: Session) -> None:
    """Open the run that a replay has made, unless the person has gone elsewhere meanwhile."""
    view, job = session.history, session.job
    replaying = view.replaying
    if replaying is None or (job is not None and job.id == replaying.run_id and not _is_over(job)):
        return
    view.replaying = None
    session.take_result()
    if job is None or job.id != replaying.run_id or open_runs() != (replaying.original, None):
        return
    trouble = None if job.recorder is None else job.recorder.error
    if trouble is not None:
        # Its detail may name places of the server.
        view.told = Told("error", replace(message_for(trouble), title="This replay is not in the history", detail=""))
        return
    if st.session_state.get(TABS) == "Notes":
        # A note that is being written must not disappear.
        view.arrived = replaying
        return
    _open(replaying.run_id)


def _open(run_id: str) -> None:
    # Whichever tab of the original was open: of the new run one wants to see the result.
    st.session_state[TABS] = "Result"
    show_run(run_id)


def progress_panel(session: Session, run: Run) -> None:
    """Draw the progress of a call, or that the replay has come back, in a container that is always there."""
    job, view = session.job, session.history
    with st.container(key="history.progress"):
        if job is not None and view.replaying == Replaying(run.id, job.id):
            _replay_progress(job)
        elif job is not None and job.running and job.id != run.id:
            _other_progress(job)
        elif view.arrived is not None and view.arrived.original == run.id:
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                st.markdown(":material/check: The replay has come back.")
                st.button(
                    "Open it",
                    icon=":material/arrow_forward:",
                    key="history.arrived",
                    on_click=_open,
                    args=(view.arrived.run_id,),
                )


def _is_over(job: Job) -> bool:
    """Return whether the call has ended and it is known whether it is kept."""
    return not job.running and (job.recorder is None or job.recorder.is_kept is not None)


def _replay_progress(job: Job) -> None:
    @st.fragment(run_every=POLL_S)
    def wait_for_the_record() -> None:
        if _is_over(job):
            st.rerun()
        st.caption(":material/hourglass_top: Being written into the history …")

    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            if job.running:
                call_progress(job, "Sending it again", "history.replaying")
            else:
                wait_for_the_record()
        st.button("Cancel", icon=":material/stop:", key="history.cancel", on_click=job.cancel)


def _other_progress(job: Job) -> None:
    # It ends on its own: redrawing the page would close what is open, for nothing.
    @st.fragment(run_every=OTHER_POLL_S)
    def poll() -> None:
        if job.running:
            st.caption(f":material/hourglass_top: Another call is under way · {job.elapsed_s:.0f} s")

    poll()


def replayed_panel(session: Session, store: HistoryStore, run: Run, scene: Scene) -> None:
    """Draw that this run is a replay, and by the digests of both whether the same bytes were sent."""
    with st.container(key="history.replayed"):
        parent = run.parent
        if parent is None or parent.link != "replay":
            return
        original = store.run(session.owner.id, parent.run_id)
        if original is None:
            st.caption(":material/replay: A replay of a run that is not here.")
            return
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="history.replayed.bar"):
            st.markdown(proof(run, original, scene))
            st.button(
                "Compare with the original",
                icon=":material/compare:",
                key="history.compare.original",
                on_click=show_pair,
                args=(original.id, run.id),
            )


def proof(run: Run, original: Run, scene: Scene) -> str:
    """Return a sentence such as: the same 12,345 bytes went out, wire digest ab12cd… is equal."""
    at = clock(original.started_at, scene.zone)
    mine, theirs = run.sent.digest, original.sent.digest
    # Where nobody answered, nobody knows what has arrived.
    verb = "were to go out" if run.status is None else "went out"
    if mine == theirs:
        same = f"the same {sent_size(run):,} bytes in {plural(len(run.sent.parts), 'part')} {verb}"
        return (
            f":material/replay: Replay of the run of {at}: {same}. "
            f"Wire digest `{mine[:12]}…` is equal to the original's `{theirs[:12]}…`."
        )
    return (
        f":orange[:material/replay: Replay of the run of {at}, but other bytes {verb}.] "
        f"Wire digest `{mine[:12]}…` differs from the original's `{theirs[:12]}…`."
    )
