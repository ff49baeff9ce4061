"""A browser tab on the History page: what a person sees and does there."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.tab import Tab


class HistoryTab:
    """The History page in a tab."""

    def __init__(self, tab: Tab) -> None:
        self.tab, self.page = tab, tab.page

    @property
    def rows(self) -> Locator:
        """The runs of the list."""
        return self.page.locator("[class*=st-key-history-row-]")

    def click_button(self, key: str) -> None:
        """Press a button of the page by its key, once the page has stopped changing."""
        self.tab.wait_until_stable().by_key(key).get_by_role("button").click()
        self.tab.wait_until_stable()

    def open_row(self, place: int = 0) -> str:
        """Click on a row's facts, as a person does; return the run's id."""
        # Not on the text itself: the row's button lies over it.
        box = self.tab.wait_until_stable().page.locator(".orq-facts").nth(place).bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + 5, box["y"] + 5)
        expect(self.tab.by_key("history.head")).to_be_visible()
        return self.run_id()

    def run_id(self) -> str:
        """Wait for a run's id in the address and return it."""
        self.page.wait_for_url(re.compile(r"[?&]run=[0-9a-f]{32}"))
        found = re.search(r"[?&]run=([0-9a-f]{32})", self.page.url)
        assert found is not None
        self.tab.wait_until_stable()
        return found[1]

    def select_tab(self, name: str) -> Locator:
        """Open one of a run's tabs; return its panel."""
        self.tab.wait_until_stable().by_key("history.tabs").get_by_role("tab", name=name, exact=True).click()
        panel = self.page.get_by_role("tabpanel", name=name, exact=True)
        expect(panel).to_be_visible()
        self.tab.wait_until_stable()
        return panel

    def search(self, text: str) -> None:
        """Type into the search."""
        self.tab.wait_until_stable().by_key("history.text").get_by_role("textbox").fill(text)

    def select_row(self, place: int) -> None:
        """Tick a row."""
        row = self.tab.wait_until_stable().page.locator("[class*=st-key-history-pick-]").nth(place)
        row.locator("label").click()
        expect(row.get_by_role("checkbox")).to_be_checked()
        self.tab.wait_until_stable()

    def download(self, link: Locator) -> tuple[str, bytes]:
        """Follow a download link; return the file's name and bytes."""
        with self.page.expect_download() as waiting:
            link.click()
        return waiting.value.suggested_filename, waiting.value.path().read_bytes()

    def import_zip(self, content: bytes) -> None:
        """Import a zip."""
        self.click_button("history.import")
        file = FilePayload(name="runs.zip", mimeType="application/zip", buffer=content)
        self.page.locator("[class*=st-key-history-import-files] input[type=file]").set_input_files(file)

    def thumbnail_sizes(self) -> list[list[int]]:
        """Return width and height of each thumbnail once the browser has decoded it; 0 for one that it could not."""
        every = "all => Promise.all(all.map(i => { i.loading = 'eager'; return i.decode().then("
        every += "() => [i.naturalWidth, i.naturalHeight], () => [0, 0]) }))"
        return list(self.page.locator(".orq-strip img").evaluate_all(every))
