"""Errors on the page: what happened, what to do, and others' words beside it as code."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from orq_ui.errors import BadReply, Cancelled, HistoryUnavailable, OrqUiError, Refused
from orq_ui.json_safety import escape_surrogates
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.http_text import header_lines
from orq_ui.ui.text.json_format import format_json

log = logging.getLogger(__name__)


@contextmanager
def failing_softly(title: str) -> Iterator[None]:
    """Draw a sentence in place of what cannot be drawn inside, so that the rest of the page is there and works.

    ``title`` says what is missing where the reason is a mistake of ours, which the log then has. That the history is
    away passes, as its pages say so for all that they show.
    """
    try:
        yield
    except HistoryUnavailable:
        raise
    except OrqUiError as error:
        message = message_for(error)
        st.error(message.advice, title=message.title, icon=":material/broken_image:")
    except Exception:
        log.exception("cannot be drawn: %s", title)
        st.error("This is our mistake. The server's log has the details.", title=title, icon=":material/broken_image:")


def error_box(error: OrqUiError, icon: str | None = None) -> None:
    """Draw what happened and what to do, with the detail below it."""
    message = message_for(error)
    st.error(message.advice, title=message.title, icon=icon)
    if message.detail:
        st.code(escape_surrogates(message.detail), language=None, wrap_lines=True)


def failure_panel(error: OrqUiError) -> None:
    """Draw how a call failed, with the raw answer where there was one."""
    if isinstance(error, Cancelled):
        message = message_for(error)
        st.info(message.advice, title=message.title, icon=":material/stop_circle:")
        return
    error_box(error, ":material/error:")
    if isinstance(error, Refused):
        facts = {"param": error.param, "code": error.code, "type": error.type, "trace": error.trace_id}
        known = [f"{name}: {value}" for name, value in facts.items() if value]
        if known:
            st.code(escape_surrogates("\n".join(known)), language=None)
    if isinstance(error, Refused | BadReply):
        with st.expander("The raw answer", icon=":material/data_object:"):
            st.code(header_lines(error.headers), language="http")
            st.code(_format_body(error.body), language="json", height=300)


def _format_body(body: str) -> str:
    try:
        return format_json(json.loads(body))
    except ValueError:
        return escape_surrogates(body) or "(empty)"
