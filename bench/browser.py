"""Pages in Chromium, and a stopwatch that runs inside the page."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.browser.chromium import VIEWPORT

TIMEOUT_MS = 60_000
# It starts with the person's event itself and stops two frames later than the page's last change: painted.
_STOPWATCH = """
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


def new_page(browser: Browser) -> Page:
    """Open a page in a context of its own, with a cold cache."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    page.set_default_timeout(TIMEOUT_MS)
    return page


def start_stopwatch(page: Page, event: str, done: str) -> None:
    """Start a stopwatch at the next ``event``; it stops once ``done``, a JavaScript function, returns true."""
    page.evaluate(_STOPWATCH, [event, done])


def elapsed_ms(page: Page) -> float:
    """Wait for the stopwatch to stop, and read it."""
    return float(page.evaluate("window.bench"))


def wait_for_script(page: Page) -> None:
    """Wait until no script runs."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
