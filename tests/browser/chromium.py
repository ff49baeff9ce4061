"""Headless Chromium, for tests, benchmarks and screenshots."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
VIEWPORT: ViewportSize = {"width": 1360, "height": 900}


@contextmanager
def launch_chromium() -> Iterator[Browser]:
    """Run a headless browser until the block ends; raise RuntimeError where there is no ``chromium`` on the PATH."""
    program = shutil.which("chromium")
    if program is None:
        raise RuntimeError("no `chromium` on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
