"""What came back: the pictures, what was asked against what was given, the raw answer, or the error in words."""

from __future__ import annotations

import streamlit as st

from orq_ui.client import Reply
from orq_ui.errors import OrqUiError
from orq_ui.imaging import Picture
from orq_ui.ui.gallery.grid import columns_for, gallery
from orq_ui.ui.gallery.requested_vs_received import alike, differences
from orq_ui.ui.gallery.results_zip import zip_of
from orq_ui.ui.ledger.provenance import provenance_panel
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_panel import failure_panel
from orq_ui.ui.text.http_text import header_lines
from orq_ui.ui.text.json_format import format_json
from orq_ui.ui.text.quantities import duration, phases, plural
from orq_ui.ui.variations.recent_runs import recent_panel
from orq_ui.ui.variations.save_warning import unkept_panel
from orq_ui.ui.variations.sending import is_current


def result_panel(session: Session) -> None:
    """The newest finished call, or what to do to get one."""
    job = session.result
    if job is None or (session.job is not None and session.job.running):
        _empty(session)
        return
    _stale(session, job)
    with st.container():
        unkept_panel(job)
    if isinstance(job.outcome, Reply):
        _success(session, job, job.outcome)
    elif isinstance(job.outcome, OrqUiError):
        failure_panel(job.outcome)
    provenance_panel(job)


def _empty(session: Session) -> None:
    if session.job is not None and session.job.running:
        asked = _asked(session.job)
        with st.grid(columns_for(asked), min_column_width=150, gap="small"):
            for _ in range(asked):
                st.skeleton(height=180)
        return
    steps = "Choose a picture on the left, then press **Send**." if session.picture is None else "Press **Send**."
    st.info(f"{steps} The variations appear here.", icon=":material/auto_awesome:")
    recent_panel(session)


def _asked(job: Job) -> int:
    asked = job.request.sent().get("n")
    return int(asked) if isinstance(asked, int | float) and 1 <= asked <= 10 else 1


def _stale(session: Session, job: Job) -> None:
    if not is_current(session, job):
        st.caption(":orange[:material/history: Made from an older request: the form has changed since.]")


def _success(session: Session, job: Job, reply: Reply) -> None:
    got = [picture for picture in reply.pictures if isinstance(picture, Picture)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(str(reply.status), icon=":material/check:", color="green")
        st.caption(" · ".join(_strip(job, reply, len(got))), width="stretch")
        if got:
            st.download_button(
                "All as zip",
                data=lambda: zip_of(job, got),
                file_name=f"variations-{job.id[:8]}.zip",
                mime="application/zip",
                on_click="ignore",
                icon=":material/folder_zip:",
                key="result.zip",
            )
    for difference in differences(job, reply):
        st.warning(difference, icon=":material/compare_arrows:")
    gallery(session, job, reply)
    with st.expander("Timings, headers and the raw reply", icon=":material/data_object:"):
        st.caption(phases(reply.timings.measured()))
        st.code(header_lines(reply.headers), language="http")
        st.code(format_json(reply.response.model_dump(exclude_unset=True)), language="json", height=300)


def _strip(job: Job, reply: Reply, got: int) -> list[str]:
    strip = [f"{got} of {plural(_asked(job), 'picture')}", *alike(reply), duration(job.took_ms)]
    if reply.response.usage is not None:
        strip.append(f"{reply.response.usage.total_tokens:,.0f} tokens")
    return strip
