"""The History page with ten thousand runs, against the same page with ten."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.browser import elapsed_ms, new_page, start_stopwatch, wait_for_script
from bench.history_seed import seed_history
from bench.ratios import Row, interleave
from bench.servers import playground, running
from orq_ui.ui.server.browser_cookie import COOKIE, browser_of, new_token
from tests.browser.chromium import launch_chromium

ROUNDS = 30
FEW, MANY = 10, 10_000
ROWS = ".st-key-history-rows .orq-run"
_SHOWN = """
async () => {
  const rows = document.querySelectorAll('%s');
  if (rows.length !== %d) return false;
  const images = [...rows].flatMap((row) => [...row.querySelectorAll('img')]);
  images.forEach((image) => { image.loading = 'eager'; });
  return (await Promise.all(images.map((image) => image.decode().then(() => true, () => false)))).every(Boolean);
}
"""
LISTED, FOUND = 10, 3
"""Rows on the first page, and of the search."""
MB = 1e6


def measure(rounds: int | None) -> list[Row]:
    """Measure milliseconds from click to painted list and from Enter to painted matches, and the server's megabytes."""
    token = new_token()
    owner = f"browser:{browser_of({COOKIE: token})}"
    with tempfile.TemporaryDirectory() as folder, launch_chromium() as browser:
        servers = [playground(_filled(Path(folder, str(count)), owner, count)) for count in (MANY, FEW)]
        with running(*servers) as urls:
            many, few = (_visited(browser, url, token) for url in urls)
            opened = interleave(
                rounds or ROUNDS, {"ours": partial(_open, many), "baseline": partial(_open, few)}, warm_up=3
            )
            found = interleave(
                rounds or ROUNDS, {"ours": partial(_find, many), "baseline": partial(_find, few)}, warm_up=3
            )
            memory = [server.memory() / MB for server in servers]
    name = f"{MANY:,} runs over {FEW}"
    return [
        Row(f"open the history, {name}", opened["ours"], opened["baseline"], "ms", 1.3),
        Row(f"search the history, {name}", found["ours"], found["baseline"], "ms", 1.3),
        Row(f"memory after both, {name}", (memory[0],), (memory[1],), "MB", 1.1),
    ]


def _filled(folder: Path, owner: str, count: int) -> dict[str, str]:
    folder.mkdir()
    kept = {"ORQ_UI_DATABASE_URL": f"sqlite:///{folder}/history.db", "ORQ_UI_BLOB_URL": f"{folder}/pictures"}
    seed_history(kept["ORQ_UI_DATABASE_URL"], folder / "pictures", owner, count)
    return kept


def _visited(browser: Browser, url: str, token: str) -> Page:
    page = new_page(browser)
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
    page.goto(url)
    page.locator(".st-key-workbench").wait_for()
    wait_for_script(page)
    return page


def _go(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="App pages").get_by_role("link", name=name, exact=True).click()


def _open(page: Page) -> float:
    page.bring_to_front()
    _go(page, "Variations")
    page.locator(".st-key-workbench").wait_for()
    wait_for_script(page)
    start_stopwatch(page, "click", _SHOWN % (ROWS, LISTED))
    _go(page, "History")
    spent = elapsed_ms(page)
    wait_for_script(page)
    return spent


def _find(page: Page) -> float:
    page.bring_to_front()
    field = page.locator(".st-key-history-text input")
    field.fill("needle")
    start_stopwatch(page, "keydown", _SHOWN % (ROWS, FOUND))
    field.press("Enter")
    spent = elapsed_ms(page)
    wait_for_script(page)
    field.fill("")
    field.press("Enter")
    page.locator(ROWS).nth(LISTED - 1).wait_for()
    wait_for_script(page)
    return spent
