"""Every rule of the style sheet has something to style, and every element of Streamlit's that we rely on is there."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

from playwright.sync_api import expect

from orq_ui.ui.streamlit_compat import NAVIGATION_LINK, TAB_LIST, UPLOAD_INPUT
from tests.browser.conftest import OpenTab
from tests.browser.history_tab import HistoryTab
from tests.browser.servers import ENDLESS_MS, EmulatorClient
from tests.browser.tab import Tab

# Selectors as the browser has read them, without what no page can hold still: a mouse, a focus, drawn content.
_SELECTORS = r"""
() => {
  const ours = [...document.styleSheets].find((sheet) => {
    return !sheet.href && [...sheet.cssRules].some((rule) => rule.cssText.includes(".st-key-workbench"));
  });
  const read = (rule) => (rule.selectorText ? [rule.selectorText] : [...(rule.cssRules ?? [])].flatMap(read));
  const parts = (text) => text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const still = (one) => one.replace(/::?(before|after|hover|focus-visible)/g, "");
  return [...(ours?.cssRules ?? [])].flatMap(read).flatMap(parts).map(still);
}
"""
_UNUSED = "(selectors) => selectors.filter((one) => !document.querySelector(one))"


class StyleSheet:
    """The selectors of the style sheet, and which of them no page has used yet."""

    def __init__(self, tab: Tab) -> None:
        found: list[str] = tab.wait_until(lambda: list(tab.page.evaluate(_SELECTORS)), bool)
        self.unused = sorted(set(found))
        self.unused.extend((NAVIGATION_LINK, f".st-key-workbench {TAB_LIST}", f".st-key-composer {UPLOAD_INPUT}"))
        self.look(tab)

    def look(self, tab: Tab) -> None:
        """Strike out what is on the page now."""
        self.unused = tab.wait_until_stable().page.evaluate(_UNUSED, self.unused)


def interrupted(packed: bytes) -> bytes:
    """Change a zip of runs, so that none of them was answered."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("run.json"):
                manifest = json.loads(content)
                manifest["run"]["brief"]["state"] = "interrupted"
                content = json.dumps(manifest).encode()
            new.writestr(name, content)
    return changed.getvalue()


def test_every_rule_styles_something(open_tab: OpenTab, emulator: EmulatorClient) -> None:
    """A rule whose element is gone, with the key that names it or a new Streamlit, is named by its selector."""
    tab = open_tab()
    sheet = StyleSheet(tab)

    # The form, a result, and one that is seen large.
    tab.use_sample().choose("variations.size", "256x256").expand("Reliability")
    tab.select_tab("Code")
    sheet.look(tab)
    tab.type_into("variations.n", "99")
    expect(tab.by_key("send.bar")).to_contain_text("n must be at most 10")
    sheet.look(tab)
    tab.by_key("variations.orq.fallbacks.add").get_by_role("button").click()
    sheet.look(tab)
    tab.by_key("composer").get_by_role("button", name="Clear all").click()
    tab.wait_until_stable().choose("variations.size", "256x256").type_into("variations.n", "10").select_tab("Result")
    tab.wait_until_stable().send(10)
    sheet.look(tab)
    tab.by_key("result.view.0").get_by_role("button").click()
    expect(tab.page.get_by_role("dialog")).to_be_visible()
    sheet.look(tab)
    tab.page.keyboard.press("Escape")

    # From it on: a result that lacks a picture, a refusal, and a call that is stopped; then what a new tab shows.
    tab.wait_until_stable().by_key("result.vary.0").get_by_role("button").click()
    for scenario, shown in (
        ({"payload": "missing_image"}, "No picture 1"),
        ({"script": [503]}, "503"),
        ({"latency_ms": ENDLESS_MS}, "Cancelled"),
    ):
        emulator.set_scenario({"default": scenario})
        tab.wait_until_stable().send_button.click()
        if "latency_ms" in scenario:
            expect(tab.by_key("result.waiting")).to_be_visible()
            sheet.unused = tab.page.evaluate(_UNUSED, sheet.unused)
            tab.by_key("send.cancel").get_by_role("button").click()
        expect(tab.by_key("workbench")).to_contain_text(shown)
        expect(tab.send_button).to_be_enabled()
        sheet.look(tab)
    emulator.clear_scenario()
    tab.open("/")
    tab.select_tab("Result")
    sheet.look(tab)

    # The list of runs, one of them starred and two chosen; those side by side; the starred one and what came of it.
    history = HistoryTab(tab.open("/history"))
    history.page.locator("[class*=st-key-history-star-]").get_by_role("button").last.click()
    history.select_row(2)
    history.select_row(3)
    sheet.look(tab)
    history.click_button("history.compare")
    sheet.look(tab)
    tab.go_to("History")
    history.open_row(1)
    _, packed = history.download(tab.by_key("history.actions").get_by_role("link", name="Save as zip"))
    tab.go_to("History")
    history.open_row(3)
    sheet.look(tab)
    history.select_tab("Lineage")
    sheet.look(tab)

    # A run that its server did not live to see the end of, from elsewhere.
    elsewhere = HistoryTab(open_tab("/history"))
    elsewhere.import_zip(interrupted(packed))
    expect(elsewhere.rows).to_have_count(1)
    sheet.look(elsewhere.tab)

    assert sheet.unused == []
