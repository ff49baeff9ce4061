"""A request as code, ready to run with the picture beside it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from orq_ui.settings import LIVE_HOSTS
from orq_ui.snippets import LANGUAGES, Language, render
from orq_ui.ui.download_button import download_button
from orq_ui.ui.text.markup import escape_html
from orq_ui.wire import PATH, Wire

LIVE, CONNECTED = "live", "connected"
KEY_NOTE = "Run it beside the picture, with the key in ORQ_API_KEY."
EMULATOR_NOTE = (
    "It answers on this machine only. Run the code beside the picture; ORQ_API_KEY has to be set, and any text will do."
)


def code_panel(wire: Wire, *, emulated: bool, connected: str = "Where I am connected") -> None:
    """Draw the call for the chosen client and host; the key is read from the environment, and is never in the code.

    ``emulated`` says whether the wire goes to the built-in emulator; ``connected`` names its address in the choice.
    """
    with st.container(horizontal=True):
        language = Language(_language_choice())
        is_live = _address_choice(wire, connected) == LIVE
    shown = _to_live_host(wire) if is_live else wire
    dialect = LANGUAGES[language]
    text = render(shown.redacted(), language)
    st.code(text, language=dialect.highlighting)
    with st.container(horizontal=True, vertical_alignment="center"):
        note = escape_html(_note(shown, emulated=emulated and not is_live))
        st.html(f'<div class="orq-line"><span>{note}</span></div>', width="stretch")
        download_button("Save the file", lambda: text, name=dialect.file_name, media_type="text/plain", key="code.save")


def _language_choice() -> str:
    return st.segmented_control(
        "Client",
        list(Language),
        required=True,
        default=Language.CURL,
        format_func=lambda language: LANGUAGES[language].title,
        key="code.language",
        persist_state="session",
        label_visibility="collapsed",
    )


def _address_choice(wire: Wire, connected: str) -> str:
    return st.segmented_control(
        "Host",
        (LIVE, CONNECTED),
        required=True,
        default=LIVE,
        format_func={LIVE: "Live host", CONNECTED: connected}.__getitem__,
        key="code.address",
        persist_state="session",
        label_visibility="collapsed",
        # Both are the same address then.
        disabled=_origin(wire) in LIVE_HOSTS,
    )


def _to_live_host(wire: Wire) -> Wire:
    """Return the same request for the live router: under the name in use, else under the first one."""
    origin = _origin(wire)
    return replace(wire, url=(origin if origin in LIVE_HOSTS else LIVE_HOSTS[0]) + PATH)


def _origin(wire: Wire) -> str:
    address = urlsplit(wire.url)
    return f"{address.scheme}://{address.netloc}"


def _note(wire: Wire, *, emulated: bool) -> str:
    host = urlsplit(wire.url).netloc
    if emulated:
        return f"The code calls the built-in emulator at {host}. {EMULATOR_NOTE}"
    return f"The code calls {host}. {KEY_NOTE}"
