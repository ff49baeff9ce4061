"""What a person sees and does on the History page."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.screen import Tab


class HistoryTab:
    """The History page in a tab."""

    def __init__(self, tab: Tab) -> None:
        self.tab, self.page = tab, tab.page

    @property
    def rows(self) -> Locator:
        """The runs of the list."""
        return self.page.locator("[class*=st-key-history-row-]")

    def press(self, key: str) -> None:
        """Press a button of the page by its key, once the page has come to rest."""
        self.tab.at_rest().keyed(key).get_by_role("button").click()
        self.tab.at_rest()

    def open(self, place: int = 0) -> str:
        """Click on a row's facts, as one does; gives the run's id."""
        # Not on the text itself: the row's button lies over it.
        box = self.tab.at_rest().page.locator(".orq-facts").nth(place).bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + 5, box["y"] + 5)
        expect(self.tab.keyed("history.head")).to_be_visible()
        return self.run_id()

    def run_id(self) -> str:
        """The run in the address."""
        self.page.wait_for_url(re.compile(r"[?&]run=[0-9a-f]{32}"))
        found = re.search(r"[?&]run=([0-9a-f]{32})", self.page.url)
        assert found is not None
        self.tab.at_rest()
        return found[1]

    def look_at(self, name: str) -> Locator:
        """Turn to one of a run's tabs; gives its panel."""
        self.tab.at_rest().keyed("history.tabs").get_by_role("tab", name=name, exact=True).click()
        panel = self.page.get_by_role("tabpanel", name=name, exact=True)
        expect(panel).to_be_visible()
        self.tab.at_rest()
        return panel

    def search(self, text: str) -> None:
        """Type into the search."""
        self.tab.at_rest().keyed("history.text").get_by_role("textbox").fill(text)

    def select(self, place: int) -> None:
        """Tick a row."""
        row = self.tab.at_rest().page.locator("[class*=st-key-history-pick-]").nth(place)
        row.locator("label").click()
        expect(row.get_by_role("checkbox")).to_be_checked()
        self.tab.at_rest()

    def saved(self, link: Locator) -> tuple[str, bytes]:
        """Follow a link that saves something; the file's name and bytes."""
        with self.page.expect_download() as waiting:
            link.click()
        return waiting.value.suggested_filename, waiting.value.path().read_bytes()

    def take_in(self, content: bytes) -> None:
        """Import a zip."""
        self.press("history.import")
        file = FilePayload(name="runs.zip", mimeType="application/zip", buffer=content)
        self.page.locator("[class*=st-key-history-import-files] input[type=file]").set_input_files(file)

    def thumbnails(self) -> list[list[int]]:
        """Width and height of each small picture once the browser has decoded it; 0 for one that it could not."""
        every = "all => Promise.all(all.map(i => { i.loading = 'eager'; return i.decode().then("
        every += "() => [i.naturalWidth, i.naturalHeight], () => [0, 0]) }))"
        return list(self.page.locator(".orq-strip img").evaluate_all(every))
