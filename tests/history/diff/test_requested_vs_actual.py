"""Asked against came."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.history.diff.requested_vs_actual import delivery
from orq_ui.history.run import Brief, Kept, Run, Sent

LINKS = {"data": [{"url": "u"}]}
INLINE = {"data": [{"b64_json": "iVBOR… (9,000 characters)"}, {"b64_json": "x"}]}


def a_run(request: dict[str, Any], response: dict[str, Any] | None, *sides: int) -> Run:
    """A run whose pictures are squares of these sides in pixels."""
    results = tuple(Kept(place, "p", "image/png", "0" * 64, 9, side, side) for place, side in enumerate(sides))
    brief = Brief("r", "done", 5.0, 1.0, "m", None, "h", True, 200, "", False, "", (), None, False, None, results)
    return Run(brief, "me", request, Sent("POST", "https://h/v2", (), (), 1.0, ""), response=response)


@pytest.mark.parametrize(
    ("request_", "response", "sides", "lines"),
    [
        (
            {},
            LINKS,
            (1024,),
            [("default 1", "1", True), ("default 1024x1024", "1024x1024", True), ("default url", "url", True)],
        ),
        (
            {"n": 3, "size": "256x256", "response_format": "url"},
            INLINE,
            (256, 512),
            [("3", "2", False), ("256x256", "256x256, 512x512", False), ("url", "b64_json", False)],
        ),
        (
            {"n": None},
            None,
            (),
            [
                ("null (default 1)", "nothing", False),
                ("default 1024x1024", "nothing", False),
                ("default url", "nothing", False),
            ],
        ),
        (
            {"n": "two", "size": ["auto"], "response_format": "file"},
            {"data": "odd"},
            (640,),
            [("two", "0", True), ('["auto"]', "640x640", True), ("file", "nothing", True)],
        ),
        (
            {"n": 2.0},
            INLINE,
            (1024, 1024),
            [("2.0", "2", True), ("default 1024x1024", "1024x1024", True), ("default url", "b64_json", False)],
        ),
    ],
)
def test_asked_against_came(
    request_: dict[str, Any], response: Any, sides: tuple[int, ...], lines: list[tuple[str, str, bool]]
) -> None:
    """Unset and null mean the endpoint's default; a value that the contract does not know promises nothing."""
    found = delivery(a_run(request_, response, *sides))

    assert [line.what for line in found] == ["n", "size", "response_format"]
    assert [(line.asked, line.came, line.as_asked) for line in found] == lines


@pytest.mark.parametrize(
    "number",
    [10**400, -(10**400), 1e300, float("inf"), float("nan"), 1_234_567, 0.5],
    ids=lambda number: f"{number!r:.9}",
)
def test_any_number_may_be_asked_for(number: float) -> None:
    """A run from elsewhere may have asked for more than a float holds; two pictures are not as asked."""
    line = delivery(a_run({"n": number}, INLINE))[0]

    assert (line.came, line.as_asked) == ("2", False)


def test_a_large_number_is_met_to_the_digit() -> None:
    """As many entries as were asked for are as asked, however many digits that takes."""
    line = delivery(a_run({"n": 1_000_001}, {"data": [{}] * 1_000_001}))[0]

    assert (line.came, line.as_asked) == ("1000001", True)
