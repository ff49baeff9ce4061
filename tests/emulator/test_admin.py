"""The emulator's own addresses: health, scenarios and images."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from orq_ui.emulator import Options
from orq_ui.routing import BUILT_IN_SCENARIOS, Scenario
from tests.emulator.clock import Clock
from tests.emulator.harness import QUICK, Running, Send, ledger_of, sender

SLOW: dict[str, Any] = {"models": {"emulator/riso": {"latency_ms": 800}}}
SLOW_S = 0.8


@pytest.fixture
def waiting(running: Running) -> Iterator[httpx.Client]:
    """Start an emulator that waits for real."""
    with running(Options(scenario=QUICK)) as http:
        yield http


def seconds(http: httpx.Client, send: Callable[[], httpx.Response]) -> float:
    """How long a reply took by its ledger; it really took that long."""
    start = time.perf_counter()
    reply = send()
    took = time.perf_counter() - start
    stated: float = ledger_of(http, reply)["verdict"]["total_ms"] / 1000
    assert took >= stated
    return stated


def test_health_counts(http: httpx.Client, vary: Send) -> None:
    """Each request ends up in one counter."""
    before = http.get("/_emulator/health").json()
    vary(), vary(n="0")
    after = http.get("/_emulator/health").json()

    assert after["status"] == "ok"
    assert after["provider_calls"] == before["provider_calls"] + 1
    assert after["requests"]["received"] == before["requests"]["received"] + 2
    assert after["requests"]["served"] == before["requests"]["served"] + 1
    assert after["requests"]["refused"] == before["requests"]["refused"] + 1
    assert after["requests"]["waiting"] == 0


def test_a_scenario_can_be_put_and_taken_back(waiting: httpx.Client, png: bytes) -> None:
    """PUT replaces it for all requests, DELETE brings back the one at the start."""
    send = sender(waiting, png)
    put = waiting.put("/_emulator/scenario", json=SLOW).json()
    slow = seconds(waiting, send)
    back = waiting.delete("/_emulator/scenario").json()
    quick = seconds(waiting, send)

    assert put == Scenario.model_validate(SLOW).model_dump(mode="json")
    assert back == waiting.get("/_emulator/scenario").json() == QUICK.model_dump(mode="json")
    assert slow == SLOW_S > quick


def test_the_scenario_is_kept_in_a_file(running: Running, tmp_path: Path) -> None:
    """From the start, and as soon as it has changed; where it cannot be written there is no old one left to be read."""
    file = tmp_path / "folder" / "scenario.json"
    file.parent.mkdir()
    with running(Options(scenario=QUICK, scenario_file=file)) as http:
        first = Scenario.model_validate_json(file.read_bytes())
        http.put("/_emulator/scenario", json=SLOW)
        changed = Scenario.model_validate_json(file.read_bytes())
        file.with_suffix(".new").mkdir()
        status = http.delete("/_emulator/scenario").status_code
        left = file.exists()

    assert (first, changed) == (QUICK, Scenario.model_validate(SLOW))
    assert (status, left) == (200, False)


def test_a_scenario_for_one_request(waiting: httpx.Client, png: bytes) -> None:
    """The header counts for its own request only, and says which models exist."""
    send = sender(waiting, png)
    header = {"x-emulator-scenario": json.dumps(SLOW)}
    missing = {"x-emulator-scenario": json.dumps({"models": {"acme/pen": {"known": False}}})}

    assert seconds(waiting, lambda: send(headers=header)) == SLOW_S
    assert seconds(waiting, send) < SLOW_S
    assert send(headers=missing, model="acme/pen").status_code == 404
    assert send(model="acme/pen").status_code == 200


def test_a_scenario_by_its_name(http: httpx.Client, vary: Send) -> None:
    """PUT takes a built-in one as a text or as an object, the header as it is; health and the list name it."""
    for named in ("flaky", {"name": "flaky"}):
        put = http.put("/_emulator/scenario", json=named).json()
        names = [http.get("/_emulator/health").json()["scenario"], http.get("/_emulator/scenarios").json()["current"]]
        http.delete("/_emulator/scenario")

        assert put == BUILT_IN_SCENARIOS["flaky"].scenario.model_dump(mode="json")
        assert names == ["flaky", "flaky"]
    assert vary(headers={"x-emulator-scenario": "everything-down"}).status_code == 502
    assert http.get("/_emulator/scenarios").json()["current"] is None


def test_the_built_in_scenarios_are_listed(http: httpx.Client) -> None:
    """Each with title, sentence, scenario and a fitting request, in order."""
    listed = http.get("/_emulator/scenarios").json()["data"]

    assert [row["name"] for row in listed] == list(BUILT_IN_SCENARIOS)
    for row, built_in in zip(listed, BUILT_IN_SCENARIOS.values(), strict=True):
        assert (row["title"], row["sentence"], row["body"]) == (built_in.title, built_in.sentence, built_in.body)
        assert Scenario.model_validate(row["scenario"]) == built_in.scenario


BAD = [
    ("{", "scenario"),
    ("[]", "scenario"),
    ('"none-such"', "scenario"),
    ('{"name":"none-such"}', "scenario.name"),
    ('{"name":["flaky"]}', "scenario.name"),
    ('{"name":"flaky","default":{}}', "scenario.name"),
    ('{"models":{"a/b":{"latency_ms":-1}}}', "scenario.models.a/b.latency_ms"),
    ('{"models":{"a/b":{"latency_ms":1e999}}}', "scenario"),
    ('{"models":{"a/b":{"script":[200]}}}', "scenario.models.a/b.script[0]"),
    ('{"default":{"faults":[{"status":429,"probability":2}]}}', "scenario.default.faults[0].probability"),
    ('{"colour":1}', "scenario.colour"),
    ("[" * 50_000, "scenario"),
    (" " * 1_000_001, "scenario"),
]


@pytest.mark.parametrize(("text", "param"), BAD, ids=lambda value: str(value)[:30])
def test_a_bad_scenario(http: httpx.Client, vary: Send, text: str, param: str) -> None:
    """It is refused with the path, by PUT and by header, and changes nothing."""
    before = http.get("/_emulator/scenario").json()
    put = http.put("/_emulator/scenario", content=text)

    assert (put.status_code, put.json()["error"]["code"]) == (400, "invalid_request_body")
    assert put.json()["error"]["param"].startswith(param)
    assert http.get("/_emulator/scenario").json() == before
    if len(text) < 10_000:
        by_header = vary(headers={"x-emulator-scenario": text})
        assert by_header.status_code == 400
        assert by_header.json()["error"]["param"].startswith("x-emulator-" + param)


def test_a_url_lives_sixty_minutes(running: Running, png: bytes) -> None:
    """A second before the hour it is there, at the hour it is gone, with an envelope."""
    clock = Clock()
    with running(Options(scenario=QUICK, clock=clock)) as http:
        reply = sender(http, png)().json()
        url = reply["data"][0]["url"]
        clock.now += 3_599
        before = http.get(url)
        clock.now += 1
        after = http.get(url)
        health = http.get("/_emulator/health").json()

    assert reply["created"] == 1_000_000
    assert (before.status_code, after.status_code) == (200, 404)
    assert after.json()["error"]["code"] == "image_expired"
    assert health["pictures"] == health["picture_bytes"] == 0


@pytest.mark.parametrize("name", ["none.png", "..%2F..%2Fhealth.png", "a/b.png", "x"])
def test_names_cannot_be_guessed(http: httpx.Client, name: str) -> None:
    """What was never drawn is 404."""
    assert http.get(f"/_emulator/images/{name}").status_code == 404
