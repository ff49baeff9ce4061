"""What Streamlit does not document is still as we use it; the selectors are tried in the browser's tests."""

from __future__ import annotations

import ast
import re
import time
from pathlib import Path

import pytest
import streamlit as st
from starlette.testclient import TestClient
from streamlit import config, runtime, user_info
from streamlit.runtime import Runtime
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest
from streamlit.web.server import server_util

from orq_ui.ui import streamlit_compat
from orq_ui.ui.streamlit_compat import (
    SIGN_OUT_PATH,
    SIGNED_IN_COOKIE,
    STATIC_PREFIX,
    TEST_IDS,
    end_lost_sessions,
    is_connected,
)

UI = Path(streamlit_compat.__file__).parent
PUBLIC = {"streamlit"}
"""The modules of Streamlit that its documentation names."""


def test_a_picture_below_the_static_prefix_keeps_its_address() -> None:
    """STATIC_PREFIX: such an address reaches the browser as it is, where any other would be opened as a file."""

    def script(address: str) -> None:
        import streamlit as st

        st.image(address)

    app = AppTest.from_function(script, args=(f"{STATIC_PREFIX}pictures/token",)).run()

    assert not app.exception
    assert app.image[0].value == [f"{STATIC_PREFIX}pictures/token"]


def test_the_cookie_of_a_signed_in_person() -> None:
    """SIGNED_IN_COOKIE: its name is Streamlit's."""
    assert server_util.AUTH_COOKIE_NAME == SIGNED_IN_COOKIE


def test_the_path_of_signing_out() -> None:
    """SIGN_OUT_PATH: it is where `st.logout` goes."""
    assert user_info.AUTH_LOGOUT_ENDPOINT == SIGN_OUT_PATH


def test_a_script_knows_its_session() -> None:
    """session_id: inside a script there is one; outside, the mistake is named."""

    def script() -> None:
        import streamlit as st

        from orq_ui.ui.streamlit_compat import session_id

        st.text(session_id())

    app = AppTest.from_function(script).run()

    assert app.text[0].value == "test session id"
    with pytest.raises(RuntimeError, match="outside a Streamlit script"):
        streamlit_compat.session_id()


def test_no_secrets_at_all_are_none() -> None:
    """secret: a server without secrets.toml is no mistake."""

    def script() -> None:
        import streamlit as st

        from orq_ui.ui.streamlit_compat import secret

        st.text(repr(secret("ORQ_API_KEY")))

    app = AppTest.from_function(script)
    without = app.run().text[0].value
    app.secrets["ORQ_API_KEY"] = "sk"

    assert without == "None"
    assert app.run().text[0].value == "'sk'"


def test_a_connected_tab_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """is_connected: true from the opening of a tab's connection to its end; false where there is no server."""
    # What a server changes for its whole process, given back at the end.
    for owner, name in ((Runtime, "_instance"), (config, "_main_script_path"), (config, "_server_mode")):
        monkeypatch.setattr(owner, name, None)
    script = tmp_path / "script.py"
    script.write_text("")
    before = is_connected("anything")
    with TestClient(st.App(script)) as client:
        with client.websocket_connect("/_stcore/stream", subprotocols=["streamlit"]):
            (tab,) = runtime.get_instance()._session_mgr.list_active_sessions()
            session = tab.session.id
            during = is_connected(session)
        after = is_connected(session)
        other = is_connected("another")

    assert (before, during, after, other) == (False, True, False, False)


def test_a_session_without_a_tab_is_ended_after_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """end_lost_sessions: one whose tab may come back stays; one that is over gives its uploads back, and is gone."""
    for owner, name in ((Runtime, "_instance"), (config, "_main_script_path"), (config, "_server_mode")):
        monkeypatch.setattr(owner, name, None)
    script = tmp_path / "script.py"
    script.write_text("")
    with TestClient(st.App(script)) as client:
        with client.websocket_connect("/_stcore/stream", subprotocols=["streamlit"]):
            (tab,) = runtime.get_instance()._session_mgr.list_active_sessions()
            session = tab.session
            uploads = runtime.get_instance().uploaded_file_mgr
            uploads.add_file(session.id, UploadedFileRec("1", "a.png", "image/png", b"a picture"))  # type: ignore[attr-defined]
        early = end_lost_sessions()
        kept = len(uploads.get_files(session.id, ["1"]))
        storage = runtime.get_instance()._session_mgr._session_storage  # type: ignore[attr-defined]
        storage._cache._timer = lambda: time.monotonic() + 1_000
        late = end_lost_sessions()
        left = len(uploads.get_files(session.id, ["1"]))

    assert (early, kept) == (0, 1)
    assert (late, left) == (1, 0)


def test_the_style_sheet_uses_no_other_test_ids() -> None:
    """TEST_IDS: each that the style sheet names has its reason, and none has a reason without a rule."""
    used = set(re.findall(r'data-testid[$^*]?="(\w+)"', (UI / "style.css").read_text()))

    assert used == set(TEST_IDS)


@pytest.mark.parametrize("module", sorted(UI.rglob("*.py")), ids=lambda path: str(path.relative_to(UI)))
def test_nothing_undocumented_is_used_elsewhere(module: Path) -> None:
    """Other modules import of Streamlit what it documents, and know neither its addresses nor its elements."""
    if module.name == "streamlit_compat.py":
        return
    text = module.read_text()
    imported = {
        name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        if name.partition(".")[0] == "streamlit"
    }

    assert imported <= PUBLIC
    assert not re.findall(r"data-testid|/app/static|_streamlit_user|/auth/log|/_stcore|st\._", text)
