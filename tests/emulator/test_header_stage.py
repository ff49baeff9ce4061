"""Headers: their size, and the key."""

from __future__ import annotations

import pytest

from orq_ui.emulator import Options
from tests.emulator.harness import PATH, Running, Send, error_of


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "a-key"])
def test_without_a_bearer_key(vary: Send, header: str) -> None:
    """A missing or empty key, or another scheme, is 401."""
    assert error_of(vary(headers={"authorization": header})) == (401, "invalid_api_key", None)


def test_another_key_than_the_expected_one(running: Running) -> None:
    """With a key of its own the emulator takes no other."""
    with running(Options(api_key="right")) as http:
        wrong = http.post(PATH, headers={b"authorization": "Bearer wröng".encode()})
        right = http.post(PATH, headers={"authorization": "Bearer right"})

    assert error_of(wrong) == (401, "invalid_api_key", None)
    assert error_of(right) == (400, "invalid_request_body", None)


def test_large_headers(vary: Send) -> None:
    """More than 64 KiB of headers are 431."""
    assert error_of(vary(headers={"x-large": "x" * 70_000})) == (431, "headers_too_large", None)
