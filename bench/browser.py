"""Chromium, and clocks that run inside the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PATIENCE_MS = 60_000
VIEWPORT = {"width": 1360, "height": 900}
# Both clocks start with the person's event itself and stop two frames later than the page's last change: painted.
_WATCH = """
([event, done]) => {
  const ready = eval(done);
  window.bench = new Promise((resolve) => {
    addEventListener(event, () => {
      const start = performance.now();
      const paint = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
      let busy = false;
      const look = async () => {
        if (busy) return;
        busy = true;
        if (await ready()) { watch.disconnect(); paint(); }
        busy = false;
      };
      const watch = new MutationObserver(look);
      watch.observe(document.body, { attributes: true, childList: true, subtree: true, characterData: true });
    }, { capture: true, once: true });
  });
}
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser; raises RuntimeError where there is no ``chromium`` on the PATH."""
    program = shutil.which("chromium")
    if program is None:
        raise RuntimeError("no `chromium` on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def fresh(browser: Browser) -> Page:
    """A page in a context of its own, with a cold cache."""
    page = browser.new_context(viewport={"width": VIEWPORT["width"], "height": VIEWPORT["height"]}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def watch(page: Page, event: str, done: str) -> None:
    """Start a clock at the next ``event``, to be stopped once ``done``, a JavaScript function, gives true."""
    page.evaluate(_WATCH, [event, done])


def elapsed_ms(page: Page) -> float:
    """Wait for the clock to stop, and read it."""
    return float(page.evaluate("window.bench"))


def settled(page: Page) -> None:
    """Wait until no script runs."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
