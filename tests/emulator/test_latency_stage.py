"""The time that a ledger takes, and a client that does not wait for it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx

from orq_ui.emulator import Options
from orq_ui.routing import Scenario
from tests.emulator.harness import PATH, Running, ledger_of, newest_ledger, sender

BUSY = Scenario.model_validate(
    {"models": {"emulator/riso": {"latency_ms": 100, "script": [429, 429, 429], "retry_after_s": 0.2}}}
)
RETRIES = '{"count":3}'


def test_it_takes_real_time(running: Running, png: bytes) -> None:
    """Attempts and pauses take at least as long as the rows say, times the scale; the ledger does not depend on it."""
    digests, seconds = [], []
    for scale in (0.0, 0.5, 1.0):
        with running(Options(scenario=BUSY, time_scale=scale)) as http:
            send = sender(http, png)
            send(model="emulator/neon", fallbacks="[]")
            begun = time.perf_counter()
            ledger = ledger_of(http, send(retry=RETRIES))
            seconds.append(time.perf_counter() - begun)
            digests.append(ledger["digest"])

    assert ledger["verdict"]["total_ms"] == 4 * 100 + 3 * 200
    assert len(set(digests)) == 1
    assert seconds[1] >= 0.5
    assert seconds[2] >= 1.0


def test_at_scale_zero_nothing_waits(running: Running, png: bytes) -> None:
    """A call that takes ten minutes in the ledger is answered within the client's timeout."""
    slow = Scenario.model_validate({"models": {"emulator/riso": {"latency_ms": 600_000}}})
    with running(Options(scenario=slow, time_scale=0)) as http:
        ledger = ledger_of(http, sender(http, png)(model="emulator/riso"))

    assert ledger["verdict"]["total_ms"] == 600_000


def test_a_client_that_leaves_stops_the_calls(running: Running, png: bytes) -> None:
    """Meanwhile the ledger says how far it is; when the client has gone no further call is made."""
    with running(Options(scenario=BUSY, time_scale=4)) as http:

        async def leave() -> dict[str, Any]:
            playing: dict[str, Any] = {}
            async with httpx.AsyncClient(base_url=http.base_url, headers=http.headers, trust_env=False) as other:
                fields = {"model": "emulator/riso", "size": "256x256", "retry": RETRIES}
                files = {"image": ("a.png", png)}
                task = asyncio.create_task(other.post(PATH, files=files, data=fields))
                while not task.done():
                    playing = await asyncio.to_thread(newest_ledger, http)
                    if playing["played"] == 2:
                        break
                    await asyncio.sleep(0.01)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                return playing

        playing = asyncio.run(leave())
        time.sleep(2.6)
        left = newest_ledger(http)
        health = http.get("/_emulator/health").json()
        whole = http.get(f"/_emulator/ledgers/{left['id']}").json()

    assert (playing["state"], playing["played"], playing["attempts"]) == ("playing", 2, 4)
    assert (left["state"], left["played"]) == ("disconnected", 2)
    assert (health["provider_calls"], health["requests"]["disconnected"]) == (2, 1)
    assert len(whole["attempts"]) == 4
