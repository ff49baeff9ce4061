"""The ledgers: listed, whole, while they play, and when nobody waits any more."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import httpx

from orq_ui.emulator import Options
from orq_ui.routing import RULES, Scenario
from tests.emulator.serving import Running, Send, ledger_of, sender

BUSY = Scenario.model_validate(
    {"models": {"emulator/riso": {"latency_ms": 100, "script": [429, 429, 429], "retry_after_s": 0.2}}}
)
PATIENT = '{"count":3}'


def newest(http: httpx.Client) -> dict[str, Any]:
    row: dict[str, Any] = next(iter(http.get("/_emulator/ledgers").json()["data"]), {"played": 0})
    return row


def test_every_row_cites_its_rule(vary: Send, http: httpx.Client) -> None:
    """A row names a rule, says whether it is documented, and the rule's text and source stand beside."""
    flaky = {"x-emulator-scenario": "everything-down"}
    ledger = ledger_of(http, vary(model="openai/dall-e-2", retry=PATIENT, headers=flaky))

    assert len(ledger["attempts"]) == 4
    for row in [*ledger["attempts"], ledger["verdict"], ledger["cache"]]:
        assert row["documented"] == RULES[row["rule"]].documented
        assert set(ledger["rules"][row["rule"]]) == {"text", "documented", "source", "disputed"}


def test_a_request_that_was_never_routed(vary: Send, http: httpx.Client) -> None:
    """Its ledger has no rows and no policy, and says why."""
    reply = vary(n="99")
    ledger = ledger_of(http, reply)

    assert (ledger["state"], ledger["status"], ledger["attempts"], ledger["played"]) == ("refused", 400, [], 0)
    assert (ledger["policy"], ledger["verdict"], ledger["digest"]) == (None, None, None)
    assert ledger["error"] == reply.json()["error"]
    assert newest(http)["rule"] is None


def test_notes_are_in_the_ledger(vary: Send, http: httpx.Client) -> None:
    """Bracket notation is told."""
    reply = vary(**{"orq[retry][count]": "2"})

    assert any("Bracket" in note for note in ledger_of(http, reply)["notes"])


def test_the_list_is_short_and_newest_first(vary: Send, http: httpx.Client) -> None:
    """A row tells who was asked, who served, after how many calls and why."""
    vary(headers={"x-emulator-scenario": "primary-down"}, fallbacks='[{"model":"emulator/neon"}]')
    reply = vary(model="openai/dall-e-2", retry=PATIENT, headers={"x-emulator-scenario": "rate-limited-primary"})
    row = newest(http)

    assert row.pop("received_at") > 1_000_000
    assert row.pop("id") == row.pop("request_id") == reply.headers["x-emulator-ledger"]
    assert row == {
        "scenario": "rate-limited-primary",
        "state": "served",
        "status": 200,
        "played": 3,
        "model": "openai/dall-e-2",
        "served_by": "openai/dall-e-2",
        "attempts": 3,
        "total_ms": ledger_of(http, reply)["verdict"]["total_ms"],
        "cache": "off",
        "difference": "none",
        "rule": "first-success",
    }


def test_it_plays_in_real_time(running: Running, png: bytes) -> None:
    """Attempts and pauses take at least as long as the rows say, times the scale; the ledger does not depend on it."""
    digests, seconds = [], []
    for scale in (0.0, 0.5, 1.0):
        with running(Options(BUSY, time_scale=scale)) as http:
            send = sender(http, png)
            send(model="emulator/neon", fallbacks="[]")
            begun = time.perf_counter()
            ledger = ledger_of(http, send(retry=PATIENT))
            seconds.append(time.perf_counter() - begun)
            digests.append(ledger["digest"])

    assert ledger["verdict"]["total_ms"] == 4 * 100 + 3 * 200
    assert len(set(digests)) == 1
    assert seconds[1] >= 0.5
    assert seconds[2] >= 1.0


def test_at_scale_nought_nothing_waits(running: Running, png: bytes) -> None:
    """A call that takes ten minutes in the ledger is answered before our patience ends."""
    slow = Scenario.model_validate({"models": {"emulator/riso": {"latency_ms": 600_000}}})
    with running(Options(slow, time_scale=0)) as http:
        ledger = ledger_of(http, sender(http, png)(model="emulator/riso"))

    assert ledger["verdict"]["total_ms"] == 600_000


def test_a_client_that_leaves_stops_the_calls(running: Running, png: bytes) -> None:
    """While it plays the ledger says how far it is; when the client has gone no further call is made."""
    with running(Options(BUSY, time_scale=4)) as http:

        async def leave() -> dict[str, Any]:
            playing: dict[str, Any] = {}
            async with httpx.AsyncClient(base_url=http.base_url, headers=http.headers, trust_env=False) as other:
                fields = {"model": "emulator/riso", "size": "256x256", "retry": PATIENT}
                files = {"image": ("a.png", png)}
                task = asyncio.create_task(other.post("/v2/router/images/variations", files=files, data=fields))
                while not task.done():
                    playing = await asyncio.to_thread(newest, http)
                    if playing["played"] == 2:
                        break
                    await asyncio.sleep(0.01)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                return playing

        playing = asyncio.run(leave())
        time.sleep(2.6)
        left = newest(http)
        health = http.get("/_emulator/health").json()
        whole = http.get(f"/_emulator/ledgers/{left['id']}").json()

    assert (playing["state"], playing["played"], playing["attempts"]) == ("playing", 2, 4)
    assert (left["state"], left["played"]) == ("disconnected", 2)
    assert (health["provider_calls"], health["requests"]["disconnected"]) == (2, 1)
    assert len(whole["attempts"]) == 4


def test_long_ledgers_weigh(running: Running, png: bytes) -> None:
    """Ledgers of thousands of rows push the oldest out, so that memory is bounded."""
    down = Scenario.model_validate({"default": {"faults": [{"status": 503, "probability": 1}]}})
    many = json.dumps([{"model": "emulator/neon"}] * 500)
    with running(Options(down, time_scale=0, kept_record_bytes=3_000_000)) as http:
        send = sender(http, png)
        for _ in range(4):
            send(retry='{"count":5}', fallbacks=many)
        rows = http.get("/_emulator/ledgers").json()["data"]

    assert [row["attempts"] for row in rows] == [501 * 6] * 2
