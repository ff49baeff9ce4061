"""From the start of the process to the first painted page, against an empty Streamlit page."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Browser

from bench.browser import new_page
from bench.ratios import Row, interleave
from bench.servers import Server, baseline_app, playground
from tests.browser.chromium import launch_chromium

ROUNDS = 7


def measure(rounds: int | None) -> list[Row]:
    """Measure milliseconds to the workbench, the emulator's start included, over those to a page with one heading."""
    with launch_chromium() as browser:
        found = interleave(
            rounds or ROUNDS,
            {
                "ours": lambda: _first_page(browser, playground, ".st-key-workbench"),
                "baseline": lambda: _first_page(browser, lambda: baseline_app("empty"), "h1"),
            },
            warm_up=1,  # compiles what was never compiled
        )
    return [Row("cold start to first page", found["ours"], found["baseline"], "ms", 1.5)]


def _first_page(browser: Browser, start: Callable[[], Server], landmark: str) -> float:
    page = new_page(browser)
    server = start()
    try:
        page.goto(server.wait_until_listening().url, wait_until="commit")
        page.locator(landmark).wait_for()
        return (time.perf_counter() - server.started) * 1000
    finally:
        page.context.close()
        server.stop()
