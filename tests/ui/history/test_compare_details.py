"""Two runs on a page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

HOSTILE = '**b** ![x](https://evil.example/x.png) <img src="https://evil.example/y.png"> :red[r]'


def page(second: str, hostile: str) -> None:
    """A script that compares a usual run with another one."""

    from orq_ui.errors import Refused
    from orq_ui.history.diff import compare
    from orq_ui.imaging import MissingPicture
    from orq_ui.ui.history.compare_details import differences_panel
    from tests.history.samples import BODY, a_run

    one, _ = a_run()
    attempt = {"model": hostile, "status": 500, "rule": hostile, "decision": hostile}
    others = {
        "itself": one,
        "again": one.model_copy(update={"started_at": 1.0, "duration_ms": 5.0}),
        "live": one.model_copy(update={"ledger": None}),
        "hostile": a_run(
            body={**BODY, "model": hostile, hostile: hostile},
            variations=(MissingPicture(0, hostile, hostile),),
            served=hostile,
            host=hostile,
            headers=((hostile, hostile),),
            response={hostile: hostile},
            error=Refused(500, hostile, code=hostile),
            ledger={"attempts": [attempt], "rules": {hostile: {"text": hostile}}, "notes": [hostile]},
        )[0],
    }
    differences_panel(compare(one, others[second]), one, others[second])


def shown(second: str) -> AppTest:
    """The page after its first run."""
    app = AppTest.from_function(page, args=(second, HOSTILE)).run()
    assert not app.exception
    return app


def test_a_run_against_itself_is_said_to_be_the_same() -> None:
    """There is no section, only that they are the same."""
    app = shown("itself")

    assert [said.value for said in app.success] == ["They are the same in every respect."]
    assert not app.subheader


def test_what_differs_on_every_call_is_folded_away() -> None:
    """Another time of the same request leaves the sections quiet, and the times in a fold with a fixed label."""
    app = shown("again")

    assert not app.subheader
    assert [fold.label for fold in app.expander] == ["What differs on every call"]
    assert [line.value for line in app.caption][:3] == [
        "Request · the same",
        "Wire · the same",
        "Reply · the same, except for what differs on every call",
    ]


def test_each_section_counts_its_differences() -> None:
    """A live run beside an emulated one differs in that it has no ledger."""
    app = shown("live")

    assert [title.value for title in app.subheader] == ["Ledger · 1 difference"]


@pytest.mark.parametrize("kind", ["markdown", "caption", "subheader", "success", "text"])
def test_what_others_wrote_is_in_no_markdown(kind: str) -> None:
    """Whatever a run holds is in escaped cells."""
    app = shown("hostile")

    assert not [element for element in app.get(kind) if "evil" in str(element.value)]  # type: ignore[union-attr]
    assert not [fold for fold in app.expander if "evil" in fold.label]
    assert "<img" not in "".join(str(element.value) for element in app.get("html"))  # type: ignore[union-attr]
