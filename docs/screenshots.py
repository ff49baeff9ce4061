"""Takes the README's pictures from the real playground: ``python docs/screenshots.py``, with Chromium installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

HERE = Path(__file__).parent
SIZE: ViewportSize = {"width": 1400, "height": 880}


def main() -> None:
    """Start a server of its own, walk through it, save what it shows."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    folder = tempfile.mkdtemp()
    kept = {"ORQ_UI_DATABASE_URL": f"sqlite:///{folder}/history.db", "ORQ_UI_BLOB_URL": f"{folder}/pictures"}
    server = subprocess.Popen(command, cwd=HERE.parent, env=os.environ | kept | {"ORQ_UI_EMULATOR_PORT": "4010"})
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url + "/health")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            _walk(browser.new_page(viewport=SIZE), url)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


def _wait(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return


def _walk(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Lighthouse at dusk").click()
    page.wait_for_selector(".st-key-picture-card")
    field = page.get_by_role("textbox", name="n", exact=True)
    field.fill("6")
    field.press("Enter")
    page.get_by_role("radio", name="512x512").click()
    _send(page)
    _save(page, "variations")
    page.get_by_role("tab", name="Request").click()
    page.wait_for_timeout(800)
    _save(page, "request")
    page.get_by_role("button", name="Story", exact=True).click()
    page.get_by_role("menuitem", name="Primary down").click()
    page.wait_for_selector(".st-key-composer-playing")
    page.wait_for_timeout(1500)
    _send(page)
    attempts = page.get_by_role("table", name="Attempts").get_by_role("row").count()
    if attempts != 5:
        raise SystemExit(f"the story shows {attempts - 1} attempts, not 4")
    page.locator(".st-key-workbench").get_by_text("What the router did").scroll_into_view_if_needed()
    column = page.locator('[data-testid="stColumn"]:has(.st-key-workbench)').first
    column.evaluate("column => column.scrollTo(0, column.scrollHeight)")
    page.wait_for_timeout(800)
    _save(page, "ledger")
    page.get_by_role("link", name="Explain").click()
    page.wait_for_timeout(3000)
    _save(page, "explain")
    _fill_history(page)
    page.get_by_role("link", name="History").click()
    page.wait_for_selector(".st-key-history-rows")
    page.wait_for_timeout(2500)
    _save(page, "history")
    boxes = page.locator("[class*=st-key-history-pick-] label")
    for place in (0, 5):
        boxes.nth(place).click()
        page.wait_for_timeout(1000)
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="Compare").wait_for()
    page.wait_for_timeout(2000)
    _save(page, "compare")


def _fill_history(page: Page) -> None:
    """Some more calls, so that there is something to find again."""
    page.get_by_role("link", name="Variations").click()
    for sample, count in (
        ("Still life with fruit", "4"),
        ("Fox", "2"),
        ("Tulips in a bowl", "3"),
        ("Lighthouse at dusk", "6"),
    ):
        page.locator("[class*=st-key-picture-another]").get_by_text("Choose another picture").click()
        page.wait_for_timeout(800)
        page.get_by_role("button", name=sample, exact=True).click()
        page.wait_for_timeout(2500)
        field = page.get_by_role("textbox", name="n", exact=True)
        field.fill(count)
        field.press("Enter")
        page.wait_for_timeout(800)
        _send(page)


def _send(page: Page) -> None:
    page.locator(".st-key-send-send button:visible").first.click()
    page.wait_for_selector(".st-key-send-cancel")
    page.wait_for_selector(".st-key-send-send", timeout=60_000)
    page.wait_for_selector(".st-key-result-grid img")
    page.wait_for_timeout(2000)


def _save(page: Page, name: str) -> None:
    with Image.open(BytesIO(page.screenshot())) as shot:
        shot.convert("RGB").quantize(192, dither=Image.Dither.FLOYDSTEINBERG).save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
