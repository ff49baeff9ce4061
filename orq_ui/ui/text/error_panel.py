"""An error in words, with what the router said beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import streamlit as st

from orq_ui.errors import BadReply, Cancelled, OrqUiError, Refused
from orq_ui.ui.text.json_format import pretty
from orq_ui.ui.text.markup import printable
from orq_ui.ui.text.messages import said


def failure_panel(error: OrqUiError) -> None:
    """What happened, what to do, and the raw answer where there was one."""
    words = said(error)
    if isinstance(error, Cancelled):
        st.info(words.advice, title=words.title, icon=":material/stop_circle:")
        return
    st.error(words.advice, title=words.title, icon=":material/error:")
    if words.detail:
        st.code(printable(words.detail), language=None, wrap_lines=True)
    if isinstance(error, Refused):
        facts = {"param": error.param, "code": error.code, "type": error.type, "trace": error.trace_id}
        known = [f"{name}: {value}" for name, value in facts.items() if value]
        if known:
            st.code(printable("\n".join(known)), language=None)
    if isinstance(error, Refused | BadReply):
        with st.expander("The raw answer", icon=":material/data_object:"):
            st.code(header_lines(error.headers), language="http")
            st.code(laid_out(error.body), language="json", height=300)


def header_lines(headers: Iterable[tuple[str, str]]) -> str:
    """One header a line."""
    return printable("\n".join(f"{name}: {value}" for name, value in headers)) or "(none)"


def laid_out(body: str) -> str:
    """A body as indented JSON where it is JSON."""
    try:
        return printable(pretty(json.loads(body)))
    except ValueError:
        return printable(body) or "(empty)"
