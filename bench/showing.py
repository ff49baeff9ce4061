"""From Send to ten decoded variations, against a bare page that decodes and shows the same ten.

The router is a stub on loopback that answers ready-made, so there is no time of an emulator to take off.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.browser import chromium, elapsed_ms, fresh, settled, watch
from bench.measures import Row, in_turns
from bench.servers import plain, playground, router, running
from bench.stub_replies import COUNT, write_replies

ROUNDS = 12
_SEND = ".st-key-send-send button"
_RESULTS = "[class*=st-key-result-cell-] img"
_SHOW = ".st-key-show button"
_PICTURES = ".st-key-pictures img"
# New pictures have new addresses, so the ones of the turn before do not count.
_DECODED = """
(() => {
  const images = () => [...document.querySelectorAll('%s')];
  const before = new Set(images().map((image) => image.src));
  return async () => {
    const found = images();
    if (found.length !== %d || found.some((image) => before.has(image.src))) return false;
    return (await Promise.all(found.map((image) => image.decode().then(() => true, () => false)))).every(Boolean);
  };
})()
"""


def showing(rounds: int | None) -> list[Row]:
    """Milliseconds from the click to the paint of the ten, sent as base64 and as links."""
    with tempfile.TemporaryDirectory() as folder:
        write_replies(Path(folder))
        stub = router({"BENCH_REPLIES": folder})
        allowed = {"ORQ_UI_ALLOWED_HOSTS": stub.url, "ORQ_API_KEY": "bench-key"}
        bare = plain("pictures", {"BENCH_REPLY": f"{folder}/b64_json.json"})
        with running(stub, playground(allowed), bare) as (there, ours, floor), chromium() as browser:
            pages = {kind: _composed(browser, ours, there, kind) for kind in ("b64_json", "url")}
            turns = {kind: partial(_shown, page, _SEND, _RESULTS) for kind, page in pages.items()}
            turns["floor"] = partial(_shown, _bare(browser, floor), _SHOW, _PICTURES)
            found = in_turns(rounds or ROUNDS, turns, warm_up=2)
    floor_ms = tuple(found["floor"])
    return [
        Row(f"send → {COUNT} pictures, {kind}", tuple(found[kind]), floor_ms, "ms", 1.5) for kind in ("b64_json", "url")
    ]


def _shown(page: Page, button: str, images: str) -> float:
    page.bring_to_front()
    settled(page)
    watch(page, "click", _DECODED % (images, COUNT))
    page.locator(f"{button}:enabled").click()
    spent = elapsed_ms(page)
    settled(page)
    return spent


def _composed(browser: Browser, url: str, router_url: str, response_format: str) -> Page:
    """The workbench with the stub as its router, a picture, and ten pictures asked for."""
    page = fresh(browser)
    page.goto(url)
    menu = page.get_by_role("navigation", name="App pages")
    menu.get_by_role("link", name="Connection", exact=True).click()
    page.locator(".st-key-connection-target").get_by_text(router_url, exact=True).click()
    settled(page)
    menu.get_by_role("link", name="Variations", exact=True).click()
    page.get_by_role("button", name="Bauhaus", exact=True).click()
    page.locator(".st-key-picture-card").wait_for()
    settled(page)
    field = page.locator(".st-key-variations-n input")
    field.fill(str(COUNT))
    field.press("Enter")
    settled(page)
    page.locator(".st-key-variations-response_format").get_by_text(response_format, exact=True).click()
    page.locator(".st-key-workbench [data-testid=stCode]").get_by_text(f'"{response_format}"').wait_for()
    settled(page)
    return page


def _bare(browser: Browser, url: str) -> Page:
    page = fresh(browser)
    page.goto(url)
    page.locator(_SHOW).wait_for()
    return page
