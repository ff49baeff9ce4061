"""Everything that we use of Streamlit although its makers do not document it, each with the reason.

A new version of Streamlit may change any of it: ``tests/ui/test_streamlit_compat.py`` and
``tests/browser/test_style.py`` then fail, and name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.errors import StreamlitAuthError as StreamlitAuthError
from streamlit.errors import StreamlitMissingAuthlibError as StreamlitMissingAuthlibError
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.scriptrunner import get_script_run_ctx

STATIC_PREFIX = "/app/static/"
"""`st.image` takes an address of our own server only below this; documented for files, and our routes answer first."""

SIGNED_IN_COOKIE = "_streamlit_user"
"""What Streamlit knows a signed-in person by: signed with the time of signing in, taken away at signing out."""

SIGN_OUT_PATH = "/auth/logout"
"""Where `st.logout` sends the browser, below whatever path the server has."""

METRICS_PATH = "/_stcore/metrics"
"""Where Streamlit publishes its counters, below whatever path the server has; documented, with no way to close it."""

NAVIGATION_LINK = 'a[data-testid$="NavLink"]'
"""The links of `st.navigation`, at the top or in a phone's side bar: Streamlit ignores a click on the open page's."""

UPLOAD_INPUT = 'input[type="file"]'
"""In `st.file_uploader`, which takes no pasted files: we hand them to its input."""

TAB_LIST = "[role=tablist]"
"""The labels of `st.tabs`, to scroll to: a component has no other way to find an element."""

TEST_IDS: Mapping[str, str] = {
    "stCode": "the toolbar of st.code: its copy button is always in sight",
    "stElementContainer": "what holds an element: one before a mistake is marked, and an empty place is square",
    "stElementToolbar": "the toolbar of st.image: on a sample a click chooses it",
    "stFileUploaderDropzoneInstructions": "st.file_uploader: the limit of an upload that it names is not a picture's",
    "stIconMaterial": "the icon of a button: a star that is set is drawn filled",
    "stImageContainer": "st.image: a large view fits the window",
    "stLayoutWrapper": "what holds a container: the bar of chosen runs stays at the bottom of the window",
    "stMain": "the page: on a phone its end is not below the bar with Send",
    "stMarkdownContainer": "the label of a button: one that shows only its icon keeps it for screen readers",
    "stPageLink": "st.page_link: a row of a recent run is a link as a whole",
}
"""The `data-testid` that the style sheet uses, since a key names a container and not what Streamlit puts into it."""


def page_html() -> str:
    """Return the page that Streamlit serves for every address, whose inline scripts our policy lets run."""
    return (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")


def session_id() -> str:
    """Return Streamlit's id of the browser session whose script is running; `st.context` does not tell it."""
    context = get_script_run_ctx()
    if context is None:
        raise RuntimeError("outside a Streamlit script")
    return context.session_id


def secret(name: str) -> Any:
    """Return what the server's secrets hold under a name; None also where there are none at all, which raises."""
    try:
        return st.secrets.get(name)
    except StreamlitSecretNotFoundError:
        return None


def is_connected(session: str) -> bool:
    """Return whether a browser tab is connected to a session; Streamlit has no hook for one that was closed."""
    return runtime.exists() and runtime.get_instance().is_active_session(session)


def end_lost_sessions() -> int:
    """End the sessions whose tab has been away for ``server.disconnectedSessionTTL``, and return how many there were.

    Streamlit by itself does so only when another tab goes away: until then it keeps their uploads and their state.
    To be called on the server's event loop, which is where Streamlit looks after its sessions.
    """
    if not runtime.exists():
        return 0
    lost = runtime.get_instance()._session_mgr._session_storage._cache.expire()  # type: ignore[attr-defined]
    for _, kept in lost:
        kept.session.shutdown()
    return len(lost)
