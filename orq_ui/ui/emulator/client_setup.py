"""How to point another client at the emulator."""

from __future__ import annotations

import streamlit as st

from orq_ui.errors import Unreachable
from orq_ui.ui.services import services
from orq_ui.ui.text.error_panel import error_box

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


def client_setup_panel() -> None:
    """Draw lines to copy for each client."""
    try:
        url = services().emulator.ensure_running()
    except Unreachable as error:
        error_box(error)
        return
    tabs = st.tabs(list(CLIENTS), key="emulator.clients")
    for tab, (language, code) in zip(tabs, CLIENTS.values(), strict=True):
        with tab:
            st.code(code.format(url=url), language=language)
    st.caption(
        "Any key will do. Over HTTP the emulator answers on this machine only. Send the header "
        "`x-emulator-seed: 17` to get the same result as another request that had seed 17."
    )
