"""From Send to ten decoded variations, against a bare page that decodes and shows the same ten.

The router is a stub on loopback whose replies are ready, so that no emulator's time is in it.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.browser import elapsed_ms, new_page, start_stopwatch, wait_for_script
from bench.ratios import Row, interleave
from bench.servers import baseline_app, playground, running, stub_router
from bench.stub_replies import COUNT, write_replies
from tests.browser.chromium import launch_chromium

ROUNDS = 12
_SEND = ".st-key-send-send button"
_RESULTS = "[class*=st-key-result-cell-] img"
_SHOW = ".st-key-show button"
_PICTURES = ".st-key-pictures img"
# New pictures have new addresses, so those of the round before do not count.
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


def measure(rounds: int | None) -> list[Row]:
    """Measure milliseconds from the click to the paint of the ten, sent as base64 and as links."""
    with tempfile.TemporaryDirectory() as folder:
        write_replies(Path(folder))
        stub = stub_router({"BENCH_REPLIES": folder})
        allowed = {"ORQ_UI_ALLOWED_HOSTS": stub.url, "ORQ_API_KEY": "bench-key"}
        bare = baseline_app("pictures", {"BENCH_REPLY": f"{folder}/b64_json.json"})
        with running(stub, playground(allowed), bare) as (upstream, ours, bare_page), launch_chromium() as browser:
            pages = {kind: _composed(browser, ours, upstream, kind) for kind in ("b64_json", "url")}
            candidates = {kind: partial(_shown, page, _SEND, _RESULTS) for kind, page in pages.items()}
            candidates["baseline"] = partial(_shown, _bare(browser, bare_page), _SHOW, _PICTURES)
            found = interleave(rounds or ROUNDS, candidates, warm_up=2)
    baseline_ms = found["baseline"]
    return [
        Row(f"send → {COUNT} pictures, {kind}", found[kind], baseline_ms, "ms", 1.5) for kind in ("b64_json", "url")
    ]


def _shown(page: Page, button: str, images: str) -> float:
    page.bring_to_front()
    wait_for_script(page)
    start_stopwatch(page, "click", _DECODED % (images, COUNT))
    page.locator(f"{button}:enabled").click()
    spent = elapsed_ms(page)
    wait_for_script(page)
    return spent


def _composed(browser: Browser, url: str, router_url: str, response_format: str) -> Page:
    """Open the workbench with the stub as its router, choose a picture, and ask for ten."""
    page = new_page(browser)
    page.goto(url)
    menu = page.get_by_role("navigation", name="App pages")
    menu.get_by_role("link", name="Connection", exact=True).click()
    page.locator(".st-key-connection-target").get_by_text(router_url, exact=True).click()
    wait_for_script(page)
    menu.get_by_role("link", name="Variations", exact=True).click()
    page.get_by_role("button", name="Bauhaus", exact=True).click()
    page.locator(".st-key-picture-card").wait_for()
    wait_for_script(page)
    field = page.locator(".st-key-variations-n input")
    field.fill(str(COUNT))
    field.press("Enter")
    wait_for_script(page)
    page.locator(".st-key-variations-response_format").get_by_text(response_format, exact=True).click()
    page.locator(".st-key-workbench [data-testid=stCode]").get_by_text(f'"{response_format}"').wait_for()
    wait_for_script(page)
    return page


def _bare(browser: Browser, url: str) -> Page:
    page = new_page(browser)
    page.goto(url)
    page.locator(_SHOW).wait_for()
    return page
