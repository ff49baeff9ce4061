"""The built-in scenarios, end to end: what the rules foresee is what a client meets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from orq_ui.emulator import Options
from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.routing import BUILT_IN_SCENARIOS, Ledger, Policy, Scenario, route
from tests.emulator.harness import QUICK, Running, Send, ledger_of, sender

Ending = tuple[int, str, dict[str, str]]
ENDINGS: dict[str, Ending] = {
    "all-well": (200, "emulator/aquarelle", {"cache-status": "orq; fwd=bypass"}),
    "rate-limited-primary": (200, "openai/dall-e-2", {}),
    "primary-down": (200, "emulator/riso", {}),
    "slow-primary": (200, "emulator/neon", {}),
    "everything-down": (529, "upstream_overloaded", {}),
    "cache-warm": (200, "emulator/neon", {"cache-status": "orq; hit; ttl=3480"}),
}


def foreseen(body: Mapping[str, object], scenario: Scenario, picture: bytes) -> Ledger:
    """Return what routing says of a body, by itself."""
    policy = Policy.from_body(body, picture=hashlib.sha256(picture).hexdigest())
    return route(policy, scenario.model_copy(update={"known": tuple(CATALOGUE)}))


def fields(body: Mapping[str, Any]) -> dict[str, str]:
    """Return a body as text fields, as the TypeScript client sends it."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
def test_a_scenario_ends_as_routing_foresees(vary: Send, http: httpx.Client, png: bytes, name: str) -> None:
    """The ledger is routing's own, every row of it a provider call that was counted."""
    built_in = BUILT_IN_SCENARIOS[name]
    body = {"size": "256x256", **built_in.body}
    calls = http.get("/_emulator/health").json()["provider_calls"]
    reply = vary(headers={"x-emulator-scenario": name}, **fields(body))
    ledger = ledger_of(http, reply)
    calls = http.get("/_emulator/health").json()["provider_calls"] - calls
    expected = foreseen(body, built_in.scenario, png)

    assert {key: ledger[key] for key in expected.to_dict()} == json.loads(expected.to_json())
    assert ledger["digest"] == hashlib.sha256(expected.to_json().encode()).hexdigest()
    assert ledger["played"] == calls == len(expected.attempts)
    assert ledger["scenario"] == name
    assert reply.status_code == ledger["status"] == expected.verdict.status


@pytest.mark.parametrize(("name", "ending"), ENDINGS.items())
def test_how_a_scenario_ends(
    vary: Send, http: httpx.Client, name: str, ending: tuple[int, str, dict[str, str]]
) -> None:
    """Who serves, or the code of the last error, and the headers that say so."""
    status, who, headers = ending
    reply = vary(headers={"x-emulator-scenario": name}, **fields({"size": "256x256", **BUILT_IN_SCENARIOS[name].body}))
    record = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()

    assert reply.status_code == status
    assert who == (record["served_by"] or reply.json()["error"]["code"])
    assert headers.items() <= dict(reply.headers).items()


def test_a_hundred_runs_have_one_ledger(vary: Send, http: httpx.Client) -> None:
    """The same body, scenario and seed give the same ledger, byte for byte."""
    asked = fields({"size": "256x256", **BUILT_IN_SCENARIOS["flaky"].body})
    replies = [vary(headers={"x-emulator-scenario": "flaky"}, **asked) for _ in range(100)]
    ledgers = [ledger_of(http, reply) for reply in replies]
    for ledger in ledgers:
        for apart in ("id", "request_id", "received_at"):
            ledger.pop(apart)

    assert len({json.dumps(ledger) for ledger in ledgers}) == 1
    assert len({ledger["digest"] for ledger in ledgers}) == 1


@pytest.mark.parametrize(("name", "ttl_s"), [("spec-2026-08", 1800), ("sdk-4.17", 3600)])
def test_defaults_are_those_of_the_process(running: Running, png: bytes, name: str, ttl_s: float) -> None:
    """Where a request is silent the default set counts, and the ledger names it."""
    with running(Options(scenario=QUICK, defaults=name)) as http:
        ledger = ledger_of(http, sender(http, png)(cache='{"type":"exact_match"}'))

    assert (ledger["policy"]["defaults"], ledger["policy"]["cache_ttl_s"]["value"]) == (name, ttl_s)
