"""A request as code, ready to run with the picture beside it."""

from __future__ import annotations

import streamlit as st

from orq_ui.snippets import LANGUAGES, Language, render
from orq_ui.wire import Wire


def code_panel(wire: Wire) -> None:
    """Draw the call for the chosen client; the key is read from the environment, and is never in the code."""
    chosen = st.segmented_control(
        "Client",
        list(Language),
        required=True,
        default=Language.CURL,
        format_func=lambda language: LANGUAGES[language].title,
        key="code.language",
        persist_state="session",
        label_visibility="collapsed",
    )
    language = Language(chosen)
    dialect = LANGUAGES[language]
    text = render(wire.redacted(), language)
    st.code(text, language=dialect.highlighting)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Run it beside the picture, with the key in ORQ_API_KEY.", width="stretch")
        st.download_button(
            "Save the file",
            data=text,
            file_name=dialect.file_name,
            mime="text/plain",
            on_click="ignore",
            icon=":material/download:",
            key="code.save",
        )
