"""Literals of TypeScript and JavaScript."""

from __future__ import annotations

import math

import pytest

from orq_ui.importers.code.typescript_expressions import number, unescaped
from tests.importers.samples import read_facts


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a", "a"),
        (r"\x41\u0042\u{43}\101", "ABCA"),
        (r"\n\r\t\b\f\v\0", "\n\r\t\b\f\v\0"),
        (r"\q\'\"\\", "q'\"\\"),
        ("a\\\nb", "ab"),
        (r"\ud83d\ude00", "😀"),
        (r"\u{110000}", "\ufffd"),
    ],
)
def test_escapes(written: str, text: str) -> None:
    """Every escape of JavaScript is resolved."""
    assert unescaped(written) == text


@pytest.mark.parametrize(
    ("written", "value"),
    [("1_000", 1000), ("1n", 1), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("0x1F", 31), ("0b11", 3), ("0o17", 15),
     ("0", 0), ("1" * 5000, math.inf)],
)  # fmt: skip
def test_numbers(written: str, value: float) -> None:
    """Every way to write a number is read, and one too long to count is what JavaScript makes of it."""
    assert number(written) == value


@pytest.mark.parametrize(
    "code",
    [
        "client.images.createVariation({ model: 'm', n: big ? 2 : 1 })",
        "c.images.create_variation(model='m', n=2 if big else 1)",
    ],
)
def test_what_depends_on_a_condition_is_left_out(code: str) -> None:
    """In either language the note says why, and a call within a condition is one."""
    assert read_facts(code) == ({"model": "m"}, {("n", "depends on a condition")})
    assert read_facts("go ? client.images.createVariation({ model: 'm' }) : null") == ({"model": "m"}, set())
