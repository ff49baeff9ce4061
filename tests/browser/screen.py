"""What a person sees and does on the Variations page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any, Self, TypeVar

from playwright.sync_api import FilePayload, Locator, Page, expect

T = TypeVar("T")
PATIENCE_S = 15.0
STEP_MS = 50
REST_MS = 100
_AT_REST = """
(quiet) => new Promise((done) => {
  const app = document.querySelector('[data-testid="stApp"]');
  let last = performance.now();
  const watch = new MutationObserver(() => { last = performance.now(); });
  watch.observe(app, { attributes: true, childList: true, subtree: true, characterData: true });
  const look = setInterval(() => {
    if (app.dataset.testScriptState === "notRunning" && performance.now() - last > quiet) {
      clearInterval(look); watch.disconnect(); done();
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
        return self.settled()

    def go(self, page: str) -> Self:
        """Go to another page by the menu, in the same session."""
        self.page.get_by_role("navigation", name="App pages").get_by_role("link", name=page, exact=True).click()
        self.settled()
        return self

    def settled(self) -> Self:
        """Wait until no script runs."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        return self

    def at_rest(self) -> Self:
        """Wait until the page has stopped changing: no script runs, and nothing was redrawn for a moment."""
        self.page.evaluate(_AT_REST, REST_MS)
        return self.settled()

    def keyed(self, key: str) -> Locator:
        """The element with a widget key or a container key."""
        return self.page.locator(f".st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}")

    def look_at(self, name: str) -> Locator:
        """Open one of the workbench's tabs; gives its panel."""
        self.keyed("workbench").get_by_role("tab", name=name, exact=True).click()
        return self.keyed("workbench").get_by_role("tabpanel", name=name, exact=True)

    def until(self, ask: Callable[[], T], fits: Callable[[T], bool], patience_s: float = PATIENCE_S) -> T:
        """Ask again and again until the answer fits; the last answer is in the failure."""
        end = time.monotonic() + patience_s
        while not fits(answer := ask()):
            assert time.monotonic() < end, f"still {answer!r} after {patience_s:g} s"
            self.page.wait_for_timeout(STEP_MS)
        return answer

    # The picture

    def use_sample(self, name: str = "Bauhaus") -> Self:
        """Choose a sample as the source."""
        self.page.get_by_role("button", name=name, exact=True).click()
        expect(self.keyed("picture.card")).to_be_visible()
        return self.settled()

    def upload(self, name: str, content: bytes, media_type: str = "image/png") -> Self:
        """Choose a file in the uploader's dialog."""
        file = FilePayload(name=name, mimeType=media_type, buffer=content)
        self.keyed("composer").locator("input[type=file]").set_input_files(file)
        expect(self.keyed("picture.card")).to_be_visible()
        return self.settled()

    # The form

    def write(self, key: str, text: str) -> Self:
        """Type into a text field and leave it."""
        field = self.keyed(key).get_by_role("textbox")
        field.fill(text)
        field.press("Tab")
        return self

    def choose(self, key: str, option: str) -> Self:
        """Press one of a few."""
        self.keyed(key).get_by_role("radio", name=option, exact=True).click()
        return self

    def pick_model(self, key: str, model: str) -> Self:
        """Type a model's name into a picker."""
        picker = self.at_rest().keyed(key).get_by_role("combobox")
        picker.fill("")
        picker.press_sequentially(model)
        # Enter takes what the list offers, so the list has to be there.
        expect(self.page.get_by_role("option").filter(has_text=model).first).to_be_visible()
        picker.press("Enter")
        return self

    def unfold(self, group: str) -> Self:
        """Open a section of the form."""
        inside = self.keyed(f"variations.group.{group}").locator("[class*=st-key-variations-]").first
        for _try in range(3):
            # A click may meet a redraw and be lost; a person clicks again.
            if not inside.is_visible():
                self.at_rest().keyed(f"variations.group.{group}").get_by_text(group, exact=True).click()
                self.at_rest()
        expect(inside).to_be_visible()
        return self.at_rest()

    # The workbench

    @property
    def send_button(self) -> Locator:
        """Send."""
        return self.keyed("send.send").get_by_role("button")

    def send(self, pictures: int = 1) -> Self:
        """Send, and wait for so many pictures."""
        before = self.sources()
        expect(self.send_button).to_be_enabled()
        self.send_button.click()
        self.until(self.sources, lambda now: len(now) == pictures and not set(now) & set(before))
        return self.settled()

    def images(self) -> Locator:
        """The variations on the page."""
        return self.keyed("result.grid").locator("[class*=st-key-result-cell-] img")

    def sources(self) -> list[str]:
        """Their addresses."""
        return list(self.images().evaluate_all("all => all.map(one => one.src)"))

    def sizes(self) -> list[list[int]]:
        """Width and height of each variation once the browser has decoded it; 0 for one that it could not."""
        script = (
            "all => Promise.all(all.map(i => i.decode().then(() => [i.naturalWidth, i.naturalHeight], () => [0, 0])))"
        )
        return list(self.images().evaluate_all(script))

    def body(self) -> dict[str, Any]:
        """The body on the JSON tab."""
        text = self.look_at("JSON").get_by_test_id("stCode").text_content() or ""
        found: dict[str, Any] = json.loads(text)
        return found

    def held(self, path: tuple[str | int, ...]) -> Any:
        """The value at a path of the body, read from the JSON tab, which has to be open; None where there is none."""
        shown = self.keyed("workbench").locator("[role=tabpanel] [data-testid=stCode]").first
        value = json.loads(shown.text_content() or "null")
        for step in path:
            try:
                value = value[step]
            except (LookupError, TypeError):
                return None
        return value

    def expect_body(self, body: dict[str, Any]) -> None:
        """The JSON tab shows this body, its picture aside."""
        self.look_at("JSON")
        wanted = json.dumps(body, sort_keys=True)

        def shown() -> str:
            return json.dumps({name: value for name, value in self.body().items() if name != "image"}, sort_keys=True)

        self.until(shown, lambda text: text == wanted)

    def request_text(self) -> str:
        """The request on the Request tab."""
        return self.look_at("Request").get_by_test_id("stCode").text_content() or ""

    def result(self) -> Locator:
        """The Result tab's panel."""
        return self.look_at("Result")

    def raw(self, what: str = "Timings, headers and the raw reply") -> tuple[str, dict[str, Any]]:
        """The headers and the answer as they came, from the folded part of the result."""
        part = self.result().get_by_test_id("stExpander").filter(has_text=what)
        if part.locator("details[open]").count() == 0:
            part.get_by_text(what, exact=True).click()
        code = part.get_by_test_id("stCode")
        expect(code).to_have_count(2)
        headers, answer = code.all_text_contents()
        return headers, json.loads(answer)

    def record_id(self) -> str:
        """The emulator's number of the request whose result is shown."""
        return record_id_in(self.raw()[0])

    def emulator_url(self) -> str:
        """The emulator's origin, as the Request tab names it."""
        first = self.request_text().splitlines()[0]
        found = re.fullmatch(r"POST (http://127\.0\.0\.1:\d+)/v2/router/images/variations HTTP/1\.1", first)
        assert found is not None, first
        self.look_at("JSON")
        return found[1]


def record_id_in(headers: str) -> str:
    """The emulator's number of a request, from its answer's headers."""
    found = re.search(r"^x-emulator-ledger: (\w+)$", headers, re.MULTILINE)
    assert found is not None
    return found[1]
