"""How a request that no model served ends: status, code, headers."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.emulator.harness import Send, error_of, ledger_of


def failing(*script: object, **behaviour: Any) -> dict[str, str]:
    """Return the header of a scenario in which the model answers so."""
    return {"x-emulator-scenario": json.dumps({"models": {"emulator/riso": {"script": script, **behaviour}}})}


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "invalid_request_body"),
        (401, "invalid_api_key"),
        (402, "quota_exceeded"),
        (403, "insufficient_scope"),
        (404, "model_not_found"),
        (408, "request_timeout"),
        (418, "provider_refused"),
        (422, "guardrail"),
        (429, "requests_per_minute_exceeded"),
        (500, "internal_error"),
        (502, "provider_error"),
        (503, "provider_overloaded"),
        (504, "provider_timeout"),
        (529, "upstream_overloaded"),
        (599, "provider_error"),
    ],
)
def test_each_status_has_its_code(vary: Send, http: httpx.Client, status: int, code: str) -> None:
    """The last error of a provider is the answer, as an envelope; the ledger ends with it."""
    reply = vary(headers=failing(status))
    error = reply.json()["error"]
    ledger = ledger_of(http, reply)

    assert (reply.status_code, error["code"], error["param"]) == (status, code, None)
    assert set(error) == {"message", "type", "param", "code"}
    assert "emulator/riso" in error["message"]
    assert (ledger["state"], ledger["error"]) == ("refused", error)
    assert ledger["attempts"][-1]["status"] == ledger["verdict"]["status"] == status


@pytest.mark.parametrize(("asked", "sent"), [(None, "1"), (0, "0"), (0.2, "1"), (2, "2"), (2.001, "3")])
def test_retry_after(vary: Send, asked: float | None, sent: str) -> None:
    """It comes with a 429, in whole seconds that are never too few."""
    reply = vary(headers=failing(429, retry_after_s=asked))

    assert reply.headers["retry-after"] == sent


def test_without_being_asked_for_retry_after_is_for_429_only(vary: Send) -> None:
    """No other answer has it by itself."""
    replies = [vary(), vary(n="0"), *(vary(headers=failing(status)) for status in (408, 503, 529))]

    assert not [reply for reply in replies if "retry-after" in reply.headers]


def test_a_timeout_is_408(vary: Send, http: httpx.Client) -> None:
    """A model slower than call_timeout allows, without a fallback."""
    reply = vary(headers=failing(latency_ms=500), timeout='{"call_timeout":100}')

    assert (reply.status_code, reply.json()["error"]["code"]) == (408, "request_timeout")
    assert ledger_of(http, reply)["attempts"][0]["duration_ms"] == 100


def test_scripts_start_anew_with_each_request(vary: Send) -> None:
    """A request does not use up what the next one meets."""
    assert [vary(headers=failing(429, "ok")).status_code for _ in range(3)] == [429] * 3


def test_the_winner_draws(vary: Send, http: httpx.Client) -> None:
    """The pictures have the style of the model that served, as if it had been asked first."""
    seed = {"x-emulator-seed": "3"}
    fallen = vary(headers=failing(503) | seed, fallbacks='[{"model":"emulator/neon"}]', response_format="b64_json")
    direct = vary(headers=seed, model="emulator/neon", response_format="b64_json")

    assert fallen.json()["data"] == direct.json()["data"]
    assert ledger_of(http, fallen)["verdict"]["difference"] == "fallback"


WEIGHTED = '{"type":"weight_based","models":[{"model":"%s"}]}'
DOWN = {
    "x-emulator-scenario": '{"models":{"emulator/riso":{"script":[503,503]},"a/b":{"known":false}}}',
}


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"model": "%s"}, "model"),
        ({"fallbacks": '[{"model":"%s"}]'}, "fallbacks[0].model"),
        ({"orq": '{"fallbacks":[{"model":"emulator/riso"},{"model":"%s"}]}'}, "orq.fallbacks[1].model"),
        ({"load_balancer": WEIGHTED}, "load_balancer.models[0].model"),
        ({"orq": f'{{"load_balancer":{WEIGHTED}}}'}, "orq.load_balancer.models[0].model"),
    ],
)
def test_a_model_that_cannot_be_called(vary: Send, fields: dict[str, str], param: str) -> None:
    """When its turn comes a model that the scenario calls unknown is 404 and a malformed id 400, each with its path."""
    unknown = vary(headers=DOWN, **{name: value.replace("%s", "a/b") for name, value in fields.items()})
    malformed = vary(headers=DOWN, **{name: value.replace("%s", "nope") for name, value in fields.items()})

    assert error_of(unknown) == (404, "model_not_found", param)
    assert error_of(malformed) == (400, "invalid_request_body", param)


@pytest.mark.parametrize("status", [400, 408, 429, 500, 503, 529, 599])
def test_retry_after_comes_with_any_status(vary: Send, http: httpx.Client, status: int) -> None:
    """A model that asks to wait is waited for before a retry, and the reply passes the last wish on."""
    behaviour = {"latency_ms": 0, "script": [503, status], "retry_after_s": 2.5}
    scenario = {"x-emulator-scenario": json.dumps({"models": {"emulator/riso": behaviour}})}
    reply = vary(headers=scenario, retry='{"count":1,"on_codes":[503]}')
    attempts = ledger_of(http, reply)["attempts"]

    assert (reply.status_code, reply.headers["retry-after"]) == (status, "3")
    assert [attempt["waited_ms"] for attempt in attempts] == [2500, 0]


def test_a_timeout_asks_for_nothing(vary: Send) -> None:
    """A model that did not answer in time has said nothing, and a success needs no wait."""
    slow = {"x-emulator-scenario": '{"models":{"emulator/riso":{"latency_ms":900,"retry_after_s":2}}}'}
    late, served = vary(headers=slow, timeout='{"call_timeout":100}'), vary(headers=slow)

    assert (late.status_code, served.status_code) == (408, 200)
    assert "retry-after" not in late.headers
    assert "retry-after" not in served.headers
