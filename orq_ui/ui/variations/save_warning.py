"""A result that the history could not keep says so, while it can still be saved."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.server.jobs import Job
from orq_ui.ui.text.error_messages import message_for

LOOK_AGAIN_S = 1.0


def unkept_panel(job: Job) -> None:
    """Nothing for a run that is kept, which is the rule."""
    recording = job.recording
    if recording is None or recording.is_kept:
        return
    waiting = recording.is_kept is None

    @st.fragment(run_every=LOOK_AGAIN_S if waiting else None)
    def told() -> None:
        if waiting and recording.is_kept is not None:
            st.rerun()
        if recording.trouble is not None:
            words = message_for(recording.trouble)
            st.warning(
                f"{words.advice} Save what you need of this result: it is gone when this tab is closed.",
                title="This result is not in the history",
                icon=":material/heart_broken:",
            )
        elif recording.is_kept is None:
            st.caption(":material/hourglass_top: Being written into the history …")

    told()
