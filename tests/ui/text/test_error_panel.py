"""What fails leaves a sentence."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from orq_ui.errors import HistoryUnavailable
from orq_ui.ui.text.error_panel import failing_softly


def page(failure: str) -> None:
    """Fail in the middle."""
    import streamlit as st

    from orq_ui.errors import UnusablePicture
    from orq_ui.ui.text.error_panel import failing_softly

    errors: dict[str, Exception] = {"typed": UnusablePicture("truncated"), "bug": KeyError("secret")}
    with failing_softly("No picture 2"):
        st.text("before")
        if failure == "rerun" and "again" not in st.session_state:
            st.session_state["again"] = True
            st.rerun()
        if failure in errors:
            raise errors[failure]
    st.text("after")


@pytest.mark.parametrize(
    ("failure", "title", "advice"),
    [
        ("typed", "The picture is damaged", "Its data ends early or is broken. Export or download it again."),
        ("bug", "No picture 2", "This is our mistake. The server's log has the details."),
    ],
)
def test_a_sentence(failure: str, title: str, advice: str) -> None:
    """It says what is known of the reason, and the page goes on."""
    app = AppTest.from_function(page, args=(failure,)).run()

    assert [text.value for text in app.text] == ["before", "after"]
    assert [(error.proto.title, error.value) for error in app.error] == [(title, advice)]


@pytest.mark.parametrize("failure", ["", "rerun"])
def test_no_failure(failure: str) -> None:
    """Nothing is added, and a rerun is none."""
    app = AppTest.from_function(page, args=(failure,)).run()

    assert [text.value for text in app.text] == ["before", "after"]
    assert not app.error


def test_the_history_away() -> None:
    """That is said by its pages, for all that they show."""
    with pytest.raises(HistoryUnavailable), failing_softly("No picture 2"):
        raise HistoryUnavailable("database")
