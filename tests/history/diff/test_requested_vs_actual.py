"""Asked against came."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.history.diff.requested_vs_actual import requested_vs_actual
from orq_ui.history.run import Run, StoredPicture
from tests.history import samples

LINKS = {"data": [{"url": "u"}]}
INLINE = {"data": [{"b64_json": "iVBOR… (9,000 characters)"}, {"b64_json": "x"}]}


def a_run(request: dict[str, Any], response: dict[str, Any] | None, *sides: int) -> Run:
    """A run whose pictures are squares of these sides in pixels."""
    results = tuple(
        StoredPicture(place=place, name="p", media_type="image/png", sha256="0" * 64, size=9, width=side, height=side)
        for place, side in enumerate(sides)
    )
    return samples.a_run(source=None, results=results, request=request, response=response)[0]


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
            [("two", "1", True), ('["auto"]', "640x640", True), ("file", "another form", True)],
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
    found = requested_vs_actual(a_run(request_, response, *sides))

    assert [line.field for line in found] == ["n", "size", "response_format"]
    assert [(line.requested, line.actual, line.matches) for line in found] == lines


@pytest.mark.parametrize(
    "number",
    [10**400, -(10**400), 1e300, float("inf"), float("nan"), 1_234_567, 0.5],
    ids=lambda number: f"{number!r:.9}",
)
def test_any_number_may_be_asked_for(number: float) -> None:
    """A run from elsewhere may have asked for more than a float holds; two pictures are not as asked."""
    line = requested_vs_actual(a_run({"n": number}, INLINE))[0]

    assert (line.actual, line.matches) == ("2", False)


def test_a_large_number_is_met_to_the_digit() -> None:
    """As many entries as were asked for are as asked, however many digits that takes."""
    line = requested_vs_actual(a_run({"n": 1_000_001}, {"data": [{}] * 1_000_001}))[0]

    assert (line.actual, line.matches) == ("1000001", True)
