"""The progress of a call: the browser draws it, waits at a route of ours for the end, and lets the page run then."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from orq_ui.ui.server.jobs import CALL_PREFIX, Job

_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
_MARKUP = """
<div role="progressbar" aria-label="Call under way"><div></div></div>
<p></p>
"""
_STYLE = """
div[role=progressbar] {
  height: 0.5rem; border-radius: 0.25rem; overflow: hidden; background: var(--st-secondary-background-color);
}
div[role=progressbar] > div { height: 100%; width: 0; background: var(--st-primary-color); }
p { margin: 0.35rem 0 0; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
"""


def call_progress(job: Job, text: str, key: str) -> None:
    """Draw the progress of a call with a text before its seconds; the page runs again when it has ended."""
    st.components.v2.component("orq_ui_call_progress", html=_MARKUP, css=_STYLE, js=_SCRIPT)(
        key=key,
        data={"call": job.id, "url": CALL_PREFIX + job.id, "elapsed_ms": round(job.elapsed_s * 1000), "text": text},
        on_ended_change=_run_again,
    )


def _run_again() -> None:
    """Do nothing: the run that follows is what is wanted."""
