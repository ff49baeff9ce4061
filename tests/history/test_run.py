"""What a run can be, wherever it comes from."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from pydantic import BaseModel, ValidationError

from orq_ui.history.error_json import error_to_json
from orq_ui.history.run import Outcome, Parent, Run, RunSummary, SentPart, SentRequest, StoredPicture
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.redaction import BEARER_MASK, MASK
from tests.history.samples import a_run, comparable, runs

MODELS = (StoredPicture, Parent, SentPart, SentRequest, RunSummary, Outcome, Run)


@given(runs())
def test_json_and_back(made: tuple[Run, dict[int, Picture]]) -> None:
    """A run is the same after it was JSON, with any text."""
    run, _ = made
    back = Run(**json.loads(json.dumps(run.model_dump())))

    assert comparable(back) == comparable(run)


@pytest.mark.parametrize("model", MODELS)
def test_takes_nothing_else(model: type[BaseModel]) -> None:
    """No model of a run takes a field that it does not know, turns one type into another, or changes."""
    config = model.model_config

    assert (config["extra"], config["strict"], config["frozen"]) == ("forbid", True, True)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "../../x"},
        {"state": "odd"},
        {"started_at": 1e12},
        {"duration_ms": -1.0},
        {"duration_ms": float("inf")},
        {"status": -7},
        {"status": 1_000},
        {"starred": 1},
        {"title": None},
        {"note": b"bytes"},
        {"tags": ("a", "a")},
        {"tags": ("a" * 81,)},
        {"results": (MissingPicture(0, "nothing"), MissingPicture(0, "nothing"))},
        {"results": (MissingPicture(-1, "nothing"),)},
        {"results": (MissingPicture(100, "nothing"),)},
        {"results": ({"place": 0, "reason": "r" * 1_001, "detail": ""},)},
        {"timings": {"wait": float("nan")}},
        {"timings": {"wait": 1e308}},
        {"timings": {"wait": -5.0}},
        {"notes": ((0, "a"),)},
        {"notes": ((100, "a", "b"),)},
        {"response": []},
        {"error": {"kind": "Refused", "status": 1_000, "message": ""}},
        {"more": 1},
    ],
)
def test_bounds(change: dict[str, Any]) -> None:
    """A run has no value that no call has."""
    with pytest.raises(ValidationError):
        a_run(**change)


def test_masked() -> None:
    """Whoever makes a run, cookies and credentials in its headers are masked, and those of its error."""
    run, _ = a_run(
        headers=(("Set-Cookie", "secret"), ("a", "b")),
        error={"kind": "Refused", "status": 401, "message": "", "headers": [["cookie", "secret"]]},
    )
    sent = SentRequest(**dict(run.sent) | {"headers": [["authorization", "Bearer secret"], ["Cookie", "secret"]]})

    assert run.headers == (("Set-Cookie", MASK), ("a", "b"))
    assert run.error is not None
    assert error_to_json(run.error)["headers"] == [["cookie", MASK]]
    assert sent.headers == (("authorization", BEARER_MASK), ("Cookie", MASK))


def test_an_error_does_not_quote() -> None:
    """What was refused is not in the text of the error, which may be logged."""
    with pytest.raises(ValidationError) as refused:
        a_run(title=["secret"])

    assert "secret" not in str(refused.value)
