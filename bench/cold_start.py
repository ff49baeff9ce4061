"""From the start of the process to the first painted page, against an empty Streamlit page."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Browser

from bench.browser import chromium, fresh
from bench.measures import Row, in_turns
from bench.servers import Server, plain, playground

ROUNDS = 7


def cold_start(rounds: int | None) -> list[Row]:
    """Milliseconds to the workbench, the emulator's own start included, over those to a page with one heading."""
    with chromium() as browser:
        found = in_turns(
            rounds or ROUNDS,
            {
                "ours": lambda: _first_page(browser, playground, ".st-key-workbench"),
                "floor": lambda: _first_page(browser, lambda: plain("empty"), "h1"),
            },
            warm_up=1,  # compiles what was never compiled
        )
    return [Row("cold start to first page", tuple(found["ours"]), tuple(found["floor"]), "ms", 1.5)]


def _first_page(browser: Browser, start: Callable[[], Server], landmark: str) -> float:
    page = fresh(browser)
    server = start()
    try:
        page.goto(server.listening().url, wait_until="commit")
        page.locator(landmark).wait_for()
        return (time.perf_counter() - server.started) * 1000
    finally:
        page.context.close()
        server.stop()
