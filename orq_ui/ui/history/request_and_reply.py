"""The tabs JSON, Request and Reply of a run."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from orq_ui.errors import Unreachable
from orq_ui.history import HistoryStore, Run
from orq_ui.json_safety import escape_surrogates
from orq_ui.ui.services import services
from orq_ui.ui.text.code_panel import code_panel
from orq_ui.ui.text.http_text import header_lines, request_text
from orq_ui.ui.text.json_format import format_json
from orq_ui.ui.text.quantities import phases, size
from orq_ui.ui.text.tables import table
from orq_ui.wire import PATH, Wire

GONE = "The picture of this request is gone, so it cannot be put together again."
HASH_LENGTH = 12
"""Characters of a hash in a table."""


def json_tab(store: HistoryStore, run: Run) -> None:
    """Draw the JSON body, and the same call as code."""
    st.code(format_json(dict(run.request)), language="json")
    folded = st.expander("As code", icon=":material/code:", key="history.code", on_change="rerun")
    if folded.open:
        with folded:
            wire = _wire(store, run)
            if wire is not None:
                code_panel(_reachable(wire, run), emulated=run.emulated, connected="Where it was sent")


def _reachable(wire: Wire, run: Run) -> Wire:
    """Return an emulated run's request for the emulator as it runs now: its port may be another one each time."""
    if not run.emulated:
        return wire
    with suppress(Unreachable):  # it does not start; the address that it had is the best there is
        return replace(wire, url=services().emulator.url + PATH)
    return wire


def request_tab(store: HistoryStore, run: Run) -> None:
    """Draw the request as sent, part by part, with its digest."""
    sent = run.sent
    wire = _wire(store, run)
    if wire is not None:
        st.code(escape_surrogates(request_text(wire)), language="http", wrap_lines=True)
    rows = [
        (part.name, part.filename or "–", part.content_type or "–", size(part.size), part.sha256[:HASH_LENGTH] + "…")
        for part in sent.parts
    ]
    table(("part", "file", "type", "size", "SHA-256"), rows, label="Parts")
    st.caption(_proof(run, wire))
    st.code(sent.digest, language=None, wrap_lines=True)


def _proof(run: Run, wire: Wire | None) -> str:
    what = "Wire digest: SHA-256 over method, path and parts, without the key"
    if wire is None:
        return f"{what}."
    same = wire.digest == run.sent.digest
    kept = "the bytes kept here have the same one" if same else "the bytes kept here have a different one"
    return f"{what}; {kept}."


def _wire(store: HistoryStore, run: Run) -> Wire | None:
    try:
        return store.wire(run)
    except KeyError:
        st.warning(GONE, icon=":material/hide_image:")
        return None


def reply_tab(run: Run) -> None:
    """Draw timings, headers, and the raw reply without its blobs."""
    if run.timings:
        st.text(escape_surrogates(phases(run.timings)))
    body = getattr(run.error, "body", "")
    headers = run.headers or getattr(run.error, "headers", ())
    if not headers and run.response is None and not body:
        st.info("There was no answer.", icon=":material/cloud_off:")
        return
    st.code(header_lines(headers), language="http")
    if run.response is not None:
        text = json.dumps(dict(run.response), indent=2, ensure_ascii=False)
        st.code(escape_surrogates(text), language="json", height=400)
    elif body:
        st.code(escape_surrogates(str(body)), language="json", height=400)
