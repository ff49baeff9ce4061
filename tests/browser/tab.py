"""A browser tab on the playground: what a person sees and does on the Variations page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self, TypeVar

from playwright.sync_api import FilePayload, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

T = TypeVar("T")
TIMEOUT_S = 15.0
POLL_MS = 50
STABLE_MS = 100
OFFERED_MS = 5_000
"""What a list may take to offer what was typed, unless a redraw has wiped it."""
_STABLE = """
(quiet) => new Promise((done) => {
  const app = document.querySelector('[data-testid="stApp"]');
  let last = performance.now();
  const observer = new MutationObserver(() => { last = performance.now(); });
  observer.observe(app, { attributes: true, childList: true, subtree: true, characterData: true });
  const look = setInterval(() => {
    if (app.dataset.testScriptState === "notRunning" && performance.now() - last > quiet) {
      clearInterval(look); observer.disconnect(); done();
    }
  }, 20);
})
"""


class Tab:
    """One browser tab. Methods do what a person does, and wait for what a person would wait for."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, path: str = "/") -> Self:
        """Go to a page by its address and wait until it is drawn."""
        self.page.goto(path)
        expect(self.page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
        return self.wait_for_script()

    def go_to(self, page: str) -> Self:
        """Go to another page by the menu, in the same session."""
        self.page.get_by_role("navigation", name="App pages").get_by_role("link", name=page, exact=True).click()
        self.wait_for_script()
        return self

    def wait_for_script(self) -> Self:
        """Wait until no script runs."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        return self

    def wait_until_stable(self) -> Self:
        """Wait until the page has stopped changing: no script runs, and nothing was redrawn for a moment."""
        self.page.evaluate(_STABLE, STABLE_MS)
        return self.wait_for_script()

    def by_key(self, key: str) -> Locator:
        """Return the element with a widget key or a container key."""
        return self.page.locator(f".st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}")

    def select_tab(self, name: str) -> Locator:
        """Open one of the workbench's tabs; return its panel."""
        self.by_key("workbench").get_by_role("tab", name=name, exact=True).click()
        return self.by_key("workbench").get_by_role("tabpanel", name=name, exact=True)

    def wait_until(self, ask: Callable[[], T], fits: Callable[[T], bool], timeout_s: float = TIMEOUT_S) -> T:
        """Ask repeatedly until the answer fits, and return it; the failure shows the last answer."""
        end = time.monotonic() + timeout_s
        while not fits(answer := ask()):
            assert time.monotonic() < end, f"still {answer!r} after {timeout_s:g} s"
            self.page.wait_for_timeout(POLL_MS)
        return answer

    # The picture

    def use_sample(self, name: str = "Bauhaus") -> Self:
        """Choose a sample as the source."""
        self.page.get_by_role("button", name=name, exact=True).click()
        expect(self.by_key("picture.card")).to_be_visible()
        return self.wait_for_script()

    def upload(self, name: str, content: bytes, media_type: str = "image/png") -> Self:
        """Choose a file in the uploader's dialog."""
        file = FilePayload(name=name, mimeType=media_type, buffer=content)
        self.by_key("composer").locator("input[type=file]").set_input_files(file)
        expect(self.by_key("picture.card")).to_be_visible()
        return self.wait_for_script()

    # The form

    def type_into(self, key: str, text: str) -> Self:
        """Type into a text field and leave it."""
        field = self.by_key(key).get_by_role("textbox")
        field.fill(text)
        field.press("Tab")
        return self

    def choose(self, key: str, option: str) -> Self:
        """Press one of a few."""
        self.by_key(key).get_by_role("radio", name=option, exact=True).click()
        return self

    def pick_model(self, key: str, model: str) -> Self:
        """Type a model's name into a picker."""
        picker = self.wait_until_stable().by_key(key).get_by_role("combobox")
        for _try in range(4):
            picker.fill("")
            picker.press_sequentially(model)
            # Enter takes what the list offers, so the list has to be there.
            offered = self.page.get_by_role("option").filter(has_text=model).first
            with suppress(PlaywrightTimeout):
                offered.wait_for(timeout=OFFERED_MS)
                picker.press("Enter")
                self.wait_until_stable()
            if picker.input_value() == model:
                break  # else the page was redrawn under the typing, which wipes it; a person would type again
        expect(picker).to_have_value(model)
        return self

    def expand(self, group: str) -> Self:
        """Open a section of the form."""
        section = self.by_key(f"variations.group.{group}")
        for _try in range(3):
            if not section.is_visible():
                self.wait_until_stable().by_key("variations.options").get_by_text("Router options", exact=True).click()
                self.wait_until_stable()
        inside = section.locator("[class*=st-key-variations-]").first
        for _try in range(3):
            # A click may meet a redraw and be lost; a person clicks again.
            if not inside.is_visible():
                self.wait_until_stable().by_key(f"variations.group.{group}").get_by_text(group, exact=True).click()
                self.wait_until_stable()
        expect(inside).to_be_visible()
        return self.wait_until_stable()

    # The workbench

    @property
    def send_button(self) -> Locator:
        """The button that sends."""
        return self.by_key("send.send").get_by_role("button")

    def send(self, pictures: int = 1, timeout_s: float = TIMEOUT_S) -> Self:
        """Send, and wait for this many new pictures."""
        before = self.image_urls()
        expect(self.send_button).to_be_enabled()
        self.send_button.click()
        self.wait_until(self.image_urls, lambda now: len(now) == pictures and not set(now) & set(before), timeout_s)
        return self.wait_for_script()

    def result_images(self) -> Locator:
        """Return the variations on the page."""
        return self.by_key("result.grid").locator("[class*=st-key-result-cell-] img")

    def image_urls(self) -> list[str]:
        """Return the addresses of the variations."""
        return list(self.result_images().evaluate_all("all => all.map(one => one.src)"))

    def image_sizes(self) -> list[list[int]]:
        """Return width and height of each variation once the browser has decoded it; 0 for one that it could not."""
        script = (
            "all => Promise.all(all.map(i => i.decode().then(() => [i.naturalWidth, i.naturalHeight], () => [0, 0])))"
        )
        return list(self.result_images().evaluate_all(script))

    def shown_body(self) -> dict[str, Any]:
        """Open the JSON tab and return the body shown."""
        text = self.select_tab("JSON").get_by_test_id("stCode").text_content() or ""
        found: dict[str, Any] = json.loads(text)
        return found

    def shown_value(self, path: tuple[str | int, ...]) -> Any:
        """Return the value at a path of the body, None where there is none; the JSON tab is opened for it."""
        # Not by its role: while a list is open, all else is hidden from those.
        if self.by_key("workbench").locator("[role=tab][aria-selected=true]").inner_text() != "JSON":
            self.select_tab("JSON")
        shown = self.by_key("workbench").locator("[role=tabpanel] [data-testid=stCode]").first
        value = json.loads(shown.text_content() or "null")
        for step in path:
            try:
                value = value[step]
            except (LookupError, TypeError):
                return None
        return value

    def expect_body(self, body: dict[str, Any]) -> None:
        """Wait until the JSON tab shows this body, its picture aside."""
        # A click before the page shows what was put into the form would send the form's former values along.
        self.wait_until_stable().select_tab("JSON")
        wanted = json.dumps(body, sort_keys=True)

        def shown() -> str:
            return json.dumps(
                {name: value for name, value in self.shown_body().items() if name != "image"}, sort_keys=True
            )

        self.wait_until(shown, lambda text: text == wanted)

    def request_text(self) -> str:
        """Return the request as the Request tab shows it."""
        return self.select_tab("Request").get_by_test_id("stCode").text_content() or ""

    def result_panel(self) -> Locator:
        """Open the Result tab and return its panel."""
        return self.select_tab("Result")

    def raw_reply(self, what: str = "Timings, headers and the raw reply") -> tuple[str, dict[str, Any]]:
        """Return the headers and the answer as they came, from the folded part of the result."""
        part = self.result_panel().get_by_test_id("stExpander").filter(has_text=what)
        if part.locator("details[open]").count() == 0:
            part.get_by_text(what, exact=True).click()
        code = part.get_by_test_id("stCode")
        expect(code).to_have_count(2)
        headers, answer = code.all_text_contents()
        return headers, json.loads(answer)

    def request_id(self) -> str:
        """Return the emulator's id of the request whose result is shown."""
        return request_id_in(self.raw_reply()[0])

    def emulator_url(self) -> str:
        """Return the emulator's origin as the Request tab names it."""
        first = self.request_text().splitlines()[0]
        found = re.fullmatch(r"POST (http://127\.0\.0\.1:\d+)/v2/router/images/variations HTTP/1\.1", first)
        assert found is not None, first
        self.select_tab("JSON")
        return found[1]


def request_id_in(headers: str) -> str:
    """Read the emulator's id of a request from its answer's headers."""
    found = re.search(r"^x-emulator-ledger: (\w+)$", headers, re.MULTILINE)
    assert found is not None
    return found[1]
