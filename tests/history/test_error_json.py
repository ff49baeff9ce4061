"""Errors as JSON."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given

from orq_ui.errors import OrqUiError
from orq_ui.history.error_json import TYPES, error_from_json, error_to_json
from tests.history.samples import ERRORS, failures


@given(failures())
def test_there_and_back(error: OrqUiError) -> None:
    """An error of each class comes back with its facts."""
    back = error_from_json(error_to_json(error))

    assert error_to_json(back) == error_to_json(error)


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_has_types(kind: type) -> None:
    """Every fact of every error of the tree is of a type that is checked when it is read."""
    assert {str(item.type) for item in fields(kind)} <= TYPES.keys()


@pytest.mark.parametrize(("first", "now"), [("NotKept", "HistoryUnavailable"), ("Broken", "InternalError")])
def test_first_names(first: str, now: str) -> None:
    """Kinds are read by the names that the classes had first, and written by them."""
    facts = {"reason": "database", "detail": ""} if first == "NotKept" else {}
    error = error_from_json({"kind": first} | facts)

    assert type(error).__name__ == now
    assert error_to_json(error) == {"kind": first} | facts


@pytest.mark.parametrize(
    "value",
    [
        None,
        "Cancelled",
        {},
        {"kind": ["Cancelled"]},
        {"kind": "Refused", "status": "429", "message": ""},
        {"kind": "Refused", "status": -1, "message": ""},
        {"kind": "Refused", "status": True, "message": ""},
        {"kind": "TimedOut", "phase": "receive", "seconds": float("nan")},
        {"kind": "Refused", "status": 429, "message": "", "headers": [["a"]]},
    ],
)
def test_wrong_facts(value: object) -> None:
    """A fact of another type than its class declares is refused."""
    with pytest.raises(ValueError, match=r"\bno "):
        error_from_json(value)


@pytest.mark.parametrize(
    "value", [{"kind": "Evaporated", "heat": 1}, {"kind": "TimedOut"}, {"kind": "Cancelled", "a": 1}]
)
def test_of_another_version(value: dict[str, object]) -> None:
    """A kind or a shape that this version does not know is an internal error that names it."""
    assert str(error_from_json(value)) == f"InternalError(kind={value['kind']!r})"
