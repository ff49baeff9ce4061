"""The emulator's newest ledgers, and lines to point another client at it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orq_ui.errors import OrqUiError
from orq_ui.ui.ledger.panel import ledger_panel
from orq_ui.ui.services import services
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.quantities import plural

MOST = 20
CLIENTS = {
    "Python SDK": (
        "python",
        'import os\nfrom orq_ai_sdk import Orq\n\norq = Orq(api_key=os.environ["ORQ_API_KEY"], server_url="{url}")',
    ),
    "TypeScript SDK": (
        "typescript",
        'import {{ Orq }} from "@orq-ai/node";\n\n'
        'const orq = new Orq({{ apiKey: process.env["ORQ_API_KEY"], serverURL: "{url}" }});',
    ),
    "OpenAI SDK": (
        "python",
        "import os\nfrom openai import OpenAI\n\n"
        'client = OpenAI(api_key=os.environ["ORQ_API_KEY"], base_url="{url}/v2/router")',
    ),
    "curl": (
        "bash",
        "curl {url}/v2/router/images/variations \\\n"
        '  -H "Authorization: Bearer $ORQ_API_KEY" \\\n'
        "  -F image=@picture.png -F model=emulator/aquarelle -F n=2",
    ),
}


def past_panel() -> None:
    """What it did lately, newest first; one of them in full."""
    try:
        rows = services().jobs.ask_emulator(lambda control: control.ledgers())[:MOST]
    except OrqUiError as error:
        words = message_for(error)
        st.error(words.advice, title=words.title)
        return
    if not rows:
        st.info("Nothing was sent to the emulator yet.", icon=":material/hourglass_empty:")
        return
    titles = {row["id"]: _title(row) for row in rows}
    chosen = st.selectbox("Request", list(titles), format_func=lambda row: titles[row], key="emulator.past")
    try:
        ledger_panel(services().jobs.ask_emulator(lambda control: control.ledger(str(chosen))), "past")
    except OrqUiError as error:
        words = message_for(error)
        st.error(words.advice, title=words.title)


def _title(row: dict[str, Any]) -> str:
    """Such as ``200 · openai/dall-e-2 → emulator/riso · primary-down · 4 calls``."""
    models = " → ".join(dict.fromkeys(str(row[name]) for name in ("model", "served_by") if row.get(name)))
    calls = plural(int(row.get("attempts") or 0), "provider call")
    return " · ".join(str(fact) for fact in (row.get("status"), models, row.get("scenario"), calls) if fact)


def clients_panel() -> None:
    """Copy-paste lines for other clients."""
    tabs = st.tabs(list(CLIENTS), key="emulator.clients")
    for tab, (language, code) in zip(tabs, CLIENTS.values(), strict=True):
        with tab:
            st.code(code.format(url=services().emulator.url), language=language)
    st.caption("Any key will do. Over HTTP the emulator answers on this machine only.")
