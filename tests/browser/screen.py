"""What a person sees and does on the Variations page."""

from __future__ import annotations

import json
import re
from typing import Any, Self

from playwright.sync_api import Locator, Page, expect


class Tab:
    """One browser tab. Methods do what a person does, and wait for what a person would wait for."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, path: str = "/") -> Self:
        """Go to a page by its address and wait until it is drawn."""
        self.page.goto(path)
        return self.settled()

    def settled(self) -> Self:
        """Wait until no script runs."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        return self

    def emulator_url(self) -> str:
        """The emulator's origin, as the Request tab names it."""
        first = self.request_text().splitlines()[0]
        found = re.fullmatch(r"POST (http://127\.0\.0\.1:\d+)/v2/router/images/variations HTTP/1\.1", first)
        assert found is not None, first
        self.look_at("JSON")
        return found[1]

    def keyed(self, key: str) -> Locator:
        """The element with a widget key or a container key."""
        return self.page.locator(f".st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}")

    def look_at(self, name: str) -> Locator:
        """Open one of the workbench's tabs; gives its panel."""
        self.keyed("workbench").get_by_role("tab", name=name, exact=True).click()
        return self.keyed("workbench").get_by_role("tabpanel", name=name, exact=True)
