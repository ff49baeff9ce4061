"""Take the README's pictures from the real playground: ``python -m docs.screenshots``, with Chromium installed."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import ViewportSize, expect

from tests.browser.chromium import launch_chromium
from tests.browser.history_tab import HistoryTab
from tests.browser.servers import Server
from tests.browser.tab import Tab

HERE = Path(__file__).parent
SIZE: ViewportSize = {"width": 1400, "height": 880}
# The address that people see who have not set another, and latencies as long as the models say.
EMULATOR = {"ORQ_UI_EMULATOR_PORT": "4010", "ORQ_UI_EMULATOR_TIME_SCALE": "1"}
SEND_TIMEOUT_S = 60.0
PICTURES_LOADED = "() => [...document.images].every(image => image.complete)"
HISTORY = (("Still life with fruit", 4), ("Fox", 2), ("Tulips in a bowl", 3), ("Lighthouse at dusk", 6))
"""Samples, and how many variations of each: the calls that are found again."""


def main() -> None:
    """Start a server, walk through its pages, and save what they show."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder, "log.txt"), EMULATOR)
        try:
            with launch_chromium() as browser:
                _walk(Tab(browser.new_context(base_url=server.url, viewport=SIZE).new_page()).open())
        finally:
            server.stop()


def _walk(tab: Tab) -> None:
    page = tab.page
    _send(tab.use_sample("Lighthouse at dusk").choose("variations.size", "512x512"), 6)
    _save(tab, "variations")
    tab.select_tab("Request").get_by_test_id("stCode").wait_for()
    _save(tab, "request")
    tab.by_key("start.popover").get_by_role("button").click()
    tab.by_key("start.story.primary-down").get_by_role("button").click()
    tab.by_key("composer.playing").wait_for()
    _send(tab, 6)
    attempts = page.get_by_role("table", name="Attempts").get_by_role("row").count() - 1
    if attempts != 4:
        raise SystemExit(f"the story shows {attempts} attempts, not 4")
    shown = page.locator('.st-key-workbench-tabs [role="tabpanel"]').first
    shown.evaluate("panel => panel.scrollTo(0, panel.scrollHeight)")
    _save(tab, "ledger")
    _save(tab.go_to("Explain"), "explain")
    tab.go_to("Variations")
    for sample, count in HISTORY:
        tab.wait_until_stable()
        page.locator("[class*=st-key-picture-another]").get_by_text("Choose another picture").click()
        _send(tab.use_sample(sample), count)
    history = HistoryTab(tab.go_to("History"))
    history.rows.first.wait_for()
    _save(tab, "history")
    for place in (0, 5):
        history.select_row(place)
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="Compare").wait_for()
    _save(tab, "compare")


def _send(tab: Tab, count: int) -> None:
    tab.wait_until_stable().type_into("variations.n", str(count))
    tab.select_tab("Result")
    tab.wait_until_stable().send(count, SEND_TIMEOUT_S)


def _save(tab: Tab, name: str) -> None:
    # Charts are loaded when they are first needed.
    expect(tab.wait_until_stable().page.get_by_test_id("stSkeleton")).to_have_count(0)
    tab.wait_until_stable().page.wait_for_function(PICTURES_LOADED)
    with Image.open(BytesIO(tab.page.screenshot(animations="disabled"))) as shot:
        shot.convert("RGB").quantize(192, dither=Image.Dither.FLOYDSTEINBERG).save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
