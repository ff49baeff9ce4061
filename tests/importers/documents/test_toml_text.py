"""TOML: tables, plain settings, and where it is wrong."""

from __future__ import annotations

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Kind, read
from orq_ui.importers.documents.toml_text import is_toml


@pytest.mark.parametrize(
    "text",
    [
        'model = "a/b"\nn = 2\n[orq.retry]\ncount = 2\n',
        '[request]\nmodel = "a/b"\nn = 2\n\n[request.orq.retry]\ncount = 2\n',
        '# mine\n\n[a.request]  # here\nmodel = "a/b"\nn = 2\norq = { retry = { count = 2 } }\n',
        'model = "a/b"\nn = 2\norq.retry.count = 2',
    ],
)
def test_settings_are_a_request(text: str) -> None:
    """Tables, dotted names and inline tables say the same."""
    imported = read(text)

    assert imported.kind is Kind.TOML
    assert imported.request.sent() == {"model": "a/b", "n": 2, "orq": {"retry": {"count": 2}}}


def test_dates_are_texts() -> None:
    """JSON has no dates."""
    assert read('[request]\nmodel = "a/b"\nuser = 2026-01-02\n').request.sent()["user"] == "2026-01-02"


def test_a_mistake_has_its_place() -> None:
    """A value without quotes is named by its line."""
    with pytest.raises(InvalidInput) as refused:
        read("[orq]\nmodel=a/b\nn=2\n")

    assert (refused.value.path, refused.value.reason) == ("line 2, column 7", "is not TOML: invalid value")


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000])
def test_a_number_without_end_is_refused(number: str) -> None:
    """With the reason, and not as a mistake of ours."""
    with pytest.raises(InvalidInput, match="more digits"):
        read(f"[orq]\nn = {number}\n")


@pytest.mark.parametrize("text", ["[1, 2]", '["a"]\n', "a = b\nc = d", "x = 1", "[section]", '{"a": 1}'])
def test_other_texts_are_none(text: str) -> None:
    """JSON's lists, code and a single setting are not TOML."""
    assert not is_toml(text)
