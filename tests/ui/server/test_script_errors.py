"""What is shown of an exception in a page."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest


def test_a_visitor_sees_a_number_and_the_log_has_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    """The text of the exception, which may hold anything, stays on the server."""

    def script() -> None:
        from orq_ui.ui.server.script_errors import on_script_error

        try:
            int("sk-canary")
        except ValueError as error:
            on_script_error(error)

    app = AppTest.from_function(script).run()

    shown = app.error[0].value
    number = re.search(r"\*\*([0-9a-f]{8})\*\*", shown)
    assert number is not None
    assert f"page error {number[1]}" in caplog.text
    assert "sk-canary" in caplog.text
    assert "sk-canary" not in shown
