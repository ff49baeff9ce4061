"""The History page with ten thousand runs, against the same page with ten."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.browser import chromium, elapsed_ms, fresh, settled, watch
from bench.filling import fill
from bench.measures import Row, in_turns
from bench.servers import playground, running
from orq_ui.ui.server.identity import COOKIE, browser_of, new_token

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


def history(rounds: int | None) -> list[Row]:
    """Milliseconds from the click to the painted list, from Enter to the painted findings; megabytes of the server."""
    token = new_token()
    owner = f"browser:{browser_of({COOKIE: token})}"
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        servers = [playground(_filled(Path(folder, str(count)), owner, count)) for count in (MANY, FEW)]
        with running(*servers) as urls:
            many, few = (_visited(browser, url, token) for url in urls)
            opened = in_turns(rounds or ROUNDS, {"ours": partial(_open, many), "floor": partial(_open, few)}, warm_up=3)
            found = in_turns(rounds or ROUNDS, {"ours": partial(_find, many), "floor": partial(_find, few)}, warm_up=3)
            memory = [server.memory() / MB for server in servers]
    name = f"{MANY:,} runs over {FEW}"
    return [
        Row(f"open the history, {name}", tuple(opened["ours"]), tuple(opened["floor"]), "ms", 1.3),
        Row(f"search the history, {name}", tuple(found["ours"]), tuple(found["floor"]), "ms", 1.3),
        Row(f"memory after both, {name}", (memory[0],), (memory[1],), "MB", 1.1),
    ]


def _filled(folder: Path, owner: str, count: int) -> dict[str, str]:
    folder.mkdir()
    kept = {"ORQ_UI_DATABASE_URL": f"sqlite:///{folder}/history.db", "ORQ_UI_BLOB_URL": f"{folder}/pictures"}
    fill(kept["ORQ_UI_DATABASE_URL"], folder / "pictures", owner, count)
    return kept


def _visited(browser: Browser, url: str, token: str) -> Page:
    page = fresh(browser)
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
    page.goto(url)
    page.locator(".st-key-workbench").wait_for()
    settled(page)
    return page


def _go(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="App pages").get_by_role("link", name=name, exact=True).click()


def _open(page: Page) -> float:
    page.bring_to_front()
    _go(page, "Variations")
    page.locator(".st-key-workbench").wait_for()
    settled(page)
    watch(page, "click", _SHOWN % (ROWS, LISTED))
    _go(page, "History")
    spent = elapsed_ms(page)
    settled(page)
    return spent


def _find(page: Page) -> float:
    page.bring_to_front()
    field = page.locator(".st-key-history-text input")
    field.fill("needle")
    watch(page, "keydown", _SHOWN % (ROWS, FOUND))
    field.press("Enter")
    spent = elapsed_ms(page)
    settled(page)
    field.fill("")
    field.press("Enter")
    page.locator(ROWS).nth(LISTED - 1).wait_for()
    settled(page)
    return spent
