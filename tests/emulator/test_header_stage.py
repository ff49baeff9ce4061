"""Headers: their size, the key, and the defaults."""

from __future__ import annotations

import httpx
import pytest

from orq_ui.emulator import Options
from orq_ui.routing import Defaults
from tests.emulator.harness import PATH, QUICK, Running, Send, error_of, ledger_of, sender


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


@pytest.mark.parametrize(
    "text",
    [
        "sdk-4.17+retry_omitted=two",
        '"sdk-4.17+retry_omitted=two"',
        '{"name":"sdk-4.17","retry_omitted":"two"}',
        '{"cache_ttl_s": 3600, "retry_omitted": "two"}',
    ],
)
def test_a_request_can_bring_its_defaults(vary: Send, http: httpx.Client, text: str) -> None:
    """By name or as JSON; the ledger says which counted, and the next request has those of the process again."""
    ledger = ledger_of(http, vary(headers={"x-emulator-defaults": text}))
    record = http.get(f"/_emulator/requests/{ledger['id']}").json()

    assert ledger["policy"]["defaults"] == "sdk-4.17+retry_omitted=two"
    assert (ledger["policy"]["retries"]["value"], ledger["policy"]["retries"]["rule"]) == (2, "retry-omitted-two")
    assert record["headers"]["x-emulator-defaults"] == text
    assert ledger_of(http, vary())["policy"]["defaults"] == "spec-2026-08"


@pytest.mark.parametrize(
    ("text", "param"),
    [
        ("", ""),
        ("spec-1999", ""),
        ("sdk-4.17+retry_omitted=three", ".retry_omitted"),
        ('{"retry_codes": 429}', ".retry_codes"),
        ('{"self": "two"}', ""),
        ('{"name": {"name": "sdk-4.17"}}', ""),
        ("[]", ""),
        ("{", ""),
        (f'{{"retry_omitted": {"[" * 5000}', ""),
    ],
)
def test_defaults_that_do_not_exist(vary: Send, text: str, param: str) -> None:
    """They are a 400 that names the assumption."""
    reply = vary(headers={"x-emulator-defaults": text})

    assert error_of(reply) == (400, "invalid_request_body", f"x-emulator-defaults{param}")


def test_defaults_of_the_process_and_of_a_request(running: Running, png: bytes) -> None:
    """A request's defaults replace those of the process whole, so that they mean the same everywhere."""
    with running(Options(scenario=QUICK, defaults=Defaults.read("sdk-4.17+retry_omitted=two"))) as http:
        send = sender(http, png)
        names = [
            ledger_of(http, send(headers=headers))["policy"]["defaults"]
            for headers in (None, {"x-emulator-defaults": '{"retry_codes":"429-only"}'})
        ]

    assert names == ["sdk-4.17+retry_omitted=two", "spec-2026-08+retry_codes=429-only"]
