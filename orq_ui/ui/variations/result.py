"""What came back: the pictures, what was asked against what was given, the raw answer, or the error in words."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from functools import cache
from io import BytesIO

import streamlit as st

from orq_ui.client import Reply
from orq_ui.errors import HistoryUnavailable, OrqUiError
from orq_ui.imaging import SAMPLES, Picture, UnshownPicture
from orq_ui.ui.composition import Composition
from orq_ui.ui.download_button import download_button
from orq_ui.ui.gallery.grid import columns_for, gallery, narrowest
from orq_ui.ui.gallery.requested_vs_actual import alike, differences
from orq_ui.ui.history.context import scene_of
from orq_ui.ui.history.run_card import card
from orq_ui.ui.ledger.advice import advice_panel, replayed_ledger
from orq_ui.ui.ledger.provenance import provenance_panel
from orq_ui.ui.pages import HISTORY
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.server.routes import SAMPLE_PREFIX, STYLE_PREFIX
from orq_ui.ui.services import services
from orq_ui.ui.session import EMULATED_MODELS, Session
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.error_panel import failure_panel
from orq_ui.ui.text.http_text import header_lines
from orq_ui.ui.text.json_format import format_json
from orq_ui.ui.text.markup import escape_html
from orq_ui.ui.text.quantities import duration, phases, plural
from orq_ui.ui.text.reply_notes import reply_notes
from orq_ui.ui.variations.seed import seed_panel
from orq_ui.ui.variations.series import series_button, series_panel

KEEP_POLL_S = 1.0
STYLE_SAMPLE, EXAMPLE_MODELS = "lighthouse", 4
"""The sample that the small pictures of the models' styles were made from, and how many of them are an example."""
RECENT_RUNS = 3


def result_panel(session: Session, composition: Composition) -> None:
    """Draw the newest finished call, or what to do to get one."""
    job = session.result
    if session.job is not None and session.job.running:
        _skeletons(session.job)
    elif job is None:
        _first_steps(session)
    else:
        if composition.body != job.request.sent() or composition.picture != job.picture:
            st.markdown(":small[:orange[:material/history: Made from an older request: the form has changed since.]]")
        with st.container():
            _not_kept_warning(job)
        if isinstance(job.outcome, Reply):
            _success(session, job, job.outcome)
        elif isinstance(job.outcome, OrqUiError):
            failure_panel(job.outcome)
        replayed = replayed_ledger(job)
        played = None if replayed is None else (replayed[0].policy, replayed[1])
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="result.seed.row"):
            seed_panel(session, job)
            series_button(session, job, played)
        with st.container():
            series_panel(session, job, played)
        provenance_panel(job)
        if replayed is not None:
            positions = job.ledger.script_positions if job.ledger else {}
            ledger, scenario = replayed
            defaults = session.connection.defaults.name
            is_played = (ledger.policy.defaults, scenario) == (defaults, composition.scenario)
            advice_panel(session, job.wire.body, ledger, scenario, "result", positions, is_played=is_played)


def _skeletons(job: Job) -> None:
    """Draw as many empty places as pictures were asked for, where the pictures will be."""
    asked = _asked(job)
    with st.container(horizontal=True, vertical_alignment="center", key="result.head"):
        st.caption(f"Waiting for {plural(asked, 'picture')}", width="stretch")
    with st.grid(columns_for(asked), min_column_width=narrowest(asked), gap="small", key="result.waiting"):
        for _ in range(asked):
            st.skeleton(height=180)


def _first_steps(session: Session) -> None:
    """Draw what will come, by an example, and what to do for it; then what was sent before."""
    steps = "Choose a picture, then press **Send**." if session.picture is None else "Press **Send**."
    st.markdown(f":material/auto_awesome: {steps} The variations appear here.")
    st.html(_example())
    _recent_runs(session)


@cache
def _example() -> str:
    """Return a sample and what the emulator's models make of it, as markup."""
    source = next(each for each in SAMPLES if each.id == STYLE_SAMPLE)
    shown = [f'<img src="{SAMPLE_PREFIX}{source.id}" alt="{escape_html(source.alt)}"><span aria-hidden="true">→</span>']
    shown += [
        f'<img src="{STYLE_PREFIX}{model}" alt="The same picture by {model}">'
        for model in EMULATED_MODELS[:EXAMPLE_MODELS]
    ]
    return (
        f'<figure class="orq-example"><div>{"".join(shown)}</div>'
        "<figcaption>For example: a source picture, and what models of the emulator make of it</figcaption></figure>"
    )


def _recent_runs(session: Session) -> None:
    """Draw the newest runs with a way to each: after a reload, nothing seems lost. Nothing for somebody new."""
    try:
        lines = services().history.store().page(session.owner.id, per_page=RECENT_RUNS).lines
        scene = scene_of(session)
    except HistoryUnavailable:
        return  # the History page says so
    if lines:
        st.caption("Sent before")
    for run in lines:
        key = f"recent.{run.id}"
        with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key=key):
            st.html(card(run, scene))
            st.page_link(
                HISTORY.path,
                label="Open",
                icon=":material/chevron_right:",
                query_params={"run": run.id},
                width="content",
            )


def _not_kept_warning(job: Job) -> None:
    """Say that a result is not in the history while it can still be saved; nothing for one that is."""
    recorder = job.recorder
    if recorder is None or recorder.is_kept:
        return
    waiting = recorder.is_kept is None

    @st.fragment(run_every=KEEP_POLL_S if waiting else None)
    def poll() -> None:
        if waiting and recorder.is_kept is not None:
            st.rerun()
        if recorder.error is not None:
            st.warning(
                f"{message_for(recorder.error).advice} Save what you need from this result: it is gone when this tab "
                "is closed.",
                title="This result is not in the history",
                icon=":material/heart_broken:",
            )
        elif recorder.is_kept is None:
            st.caption(":material/hourglass_top: Being written to the history …")

    poll()


def _success(session: Session, job: Job, reply: Reply) -> None:
    got = [picture for picture in reply.pictures if isinstance(picture, Picture)]
    files = [entry for entry in reply.pictures if isinstance(entry, Picture | UnshownPicture)]
    # More may have come than were asked for.
    facts = [
        f"{len(got)} of {plural(max(_asked(job), len(reply.pictures)), 'picture')}",
        *alike(reply),
        duration(job.took_ms),
    ]
    usage = reply.response.usage
    if usage is not None and usage.total_tokens is not None:
        facts.append(f"{usage.total_tokens:,.0f} tokens")
    with_source = False
    with st.container(horizontal=True, vertical_alignment="center", key="result.head"):
        st.badge(str(reply.status), icon=":material/check:", color="green")
        st.caption(" · ".join(facts), width="stretch")
        if reply.pictures and job.picture is not None:
            with_source = st.toggle("Show the source first", key="result.source")
        if files:
            download_button(
                "All as zip",
                lambda: _zip(job, files),
                name=f"variations-{job.id[:8]}.zip",
                media_type="application/zip",
                icon=":material/folder_zip:",
                key="result.zip",
            )
    for difference in differences(job, reply):
        st.warning(difference, icon=":material/compare_arrows:")
    gallery(session, job, reply, with_source=with_source)
    reply_notes((note.index, note.reason, note.detail) for note in reply.notes)
    with st.expander("Timings, headers and the raw reply", icon=":material/data_object:"):
        st.caption(phases(reply.timings.measured()))
        st.code(header_lines(reply.headers), language="http")
        st.code(format_json(reply.response.model_dump(exclude_unset=True)), language="json", height=300)


def _asked(job: Job) -> int:
    asked = job.request.sent().get("n")
    return int(asked) if isinstance(asked, int | float) and 1 <= asked <= 10 else 1


def _zip(job: Job, files: Sequence[Picture | UnshownPicture]) -> bytes:
    """Return the files as they came and ``request.json``; stored only, since pictures are compressed already."""
    zipped = BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            archive.writestr(file.name, file.bytes)
        archive.writestr("request.json", json.dumps(job.request.body(), indent=2, ensure_ascii=False))
    return zipped.getvalue()
