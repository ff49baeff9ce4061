"""What reached the emulator lately, and the ledger of each request."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orq_ui.errors import OrqUiError
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.ledger.panel import ledger_panel
from orq_ui.ui.services import services
from orq_ui.ui.text.error_panel import error_box
from orq_ui.ui.text.quantities import plural

MAX_REQUESTS = 20


def request_log_panel() -> None:
    """List the newest requests, newest first, and draw the ledger of the chosen one."""
    try:
        rows = services().jobs.ask_emulator(lambda control: control.ledgers())[:MAX_REQUESTS]
        if not rows:
            st.info("Nothing was sent to the emulator yet.", icon=":material/hourglass_empty:")
            return
        titles = {row["id"]: _title(row) for row in rows}
        chosen = st.selectbox("Request", list(titles), format_func=lambda row: titles[row], key="emulator.past")
        ledger = RecordedLedger.read(services().jobs.ask_emulator(lambda control: control.ledger(str(chosen))))
        if ledger is not None:
            ledger_panel(ledger, "past")
    except OrqUiError as error:
        error_box(error)


def _title(row: dict[str, Any]) -> str:
    """Return a line such as ``200 · openai/dall-e-2 → emulator/riso · primary-down · 4 provider calls · seed 17``."""
    models = " → ".join(dict.fromkeys(str(row[name]) for name in ("model", "served_by") if row.get(name)))
    calls = plural(int(row.get("attempts") or 0), "provider call")
    seed = None if row.get("seed") is None else f"seed {row['seed']}"
    return " · ".join(str(fact) for fact in (row.get("status"), models, row.get("scenario"), calls, seed) if fact)
