"""A picture that takes long to decode holds up neither the emulator nor a core that nobody waits for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from orq_ui.emulator import Options
from tests.emulator.harness import PATH, QUICK, Running, sender
from tests.emulator.test_disconnect import health
from tests.imaging.hostile_files import progressive
from tests.imaging.workers import work
from tests.imaging.workers.endless import endless

DEAR = progressive((3_000, 3_000), 60)


def test_others_are_served_meanwhile(
    running: Running, png: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """While two costly pictures keep their child busy, another request is answered; they leave no child behind."""
    started = endless(monkeypatch, tmp_path / "started")
    with running(Options(scenario=QUICK)) as http:

        async def hold() -> tuple[int, int]:
            async with httpx.AsyncClient(base_url=http.base_url, headers=http.headers, trust_env=False) as other:
                posts = [
                    other.post(PATH, files={"image": ("a.jpg", DEAR)}, data={"model": "emulator/riso"})
                    for _ in range(2)
                ]
                tasks = [asyncio.create_task(post) for post in posts]
                child = await asyncio.to_thread(work.wait_for, started)
                assert await asyncio.to_thread(health, http, "waiting", 2)
                status = (await asyncio.to_thread(sender(http, png))).status_code
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                return status, child

        status, child = asyncio.run(hold())
        work.wait_until_gone(child)
        is_free = health(http, "waiting", 0)

    assert status == 200
    assert is_free


def test_a_costly_picture_is_drawn_from_as_any(running: Running) -> None:
    """Checked and decoded in a child, it gives variations, the same for the same seed."""
    with running(Options(scenario=QUICK)) as http:
        dear = sender(http, DEAR)(response_format="b64_json")
        again = sender(http, DEAR)(
            response_format="b64_json", headers={"x-emulator-seed": dear.headers["x-emulator-seed"]}
        )

    assert dear.status_code == 200
    assert dear.json()["data"] == again.json()["data"]


def test_too_costly_a_picture_is_refused_with_the_reason(running: Running) -> None:
    """The error says what to do, and no pixel was decoded."""
    with running(Options(scenario=QUICK)) as http:
        reply = sender(http, progressive((1_448, 1_448), 2_000))()

    assert reply.status_code == 400
    assert reply.json()["error"]["message"] == "The image has too many scans: save it as a baseline JPEG."
