"""How the answer came about: the emulator's ledger, or what a live reply proves."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from orq_ui.client import Reply
from orq_ui.errors import BadReply, Refused
from orq_ui.ui.ledger.panel import ledger_panel
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.text.quantities import duration
from orq_ui.ui.text.tables import table

UNSEEN = "not observable"


def provenance_panel(job: Job) -> None:
    """Draw the call's ledger, or what can be told without one."""
    if job.ledger is not None:
        st.subheader("What the router did")
        ledger_panel(job.ledger, "result")
    elif isinstance(job.outcome, Reply | Refused | BadReply):
        st.subheader("What the reply proves")
        table(
            ("question", "answer"),
            observed_facts(job.took_ms, dict(job.outcome.headers)),
            label="What the reply proves",
        )


def observed_facts(
    took_ms: float | None, headers: Mapping[str, str], served: str | None = None
) -> list[tuple[str, str]]:
    """Return what can be told of a call from outside; the rest is said to be unknown."""
    return [
        ("Time, as measured here", "not known" if took_ms is None else duration(took_ms)),
        ("Which model answered", served or UNSEEN),
        ("How many attempts, on which models", UNSEEN),
        ("From the cache?", _first(headers, "cache-status", "x-cache")),
        ("Trace", _first(headers, "x-orq-trace-id")),
        (
            "Rate limit left",
            _first(headers, "x-ratelimit-remaining-requests", "x-ratelimit-remaining"),
        ),
        ("Asked to wait", f"{headers['retry-after']} s" if "retry-after" in headers else "no"),
    ]


def _first(headers: Mapping[str, str], *names: str) -> str:
    return next((headers[name] for name in names if name in headers), UNSEEN)
