"""Every rule of the style sheet has something to style, and every element of Streamlit's that we rely on is there."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

from playwright.sync_api import expect

from orq_ui.ui.streamlit_compat import NAVIGATION_LINK, TAB_LIST, UPLOAD_INPUT
from tests.browser.conftest import OpenTab
from tests.browser.history_screen import HistoryTab
from tests.browser.screen import Tab
from tests.browser.serving import NEVER_MS, Emulator

# Selectors as the browser has read them, without what no page can hold still: a mouse, a focus, drawn content.
_SELECTORS = r"""
() => {
  const ours = [...document.styleSheets].find((sheet) => {
    return !sheet.href && [...sheet.cssRules].some((rule) => rule.cssText.includes(".st-key-workbench"));
  });
  const read = (rule) => (rule.selectorText ? [rule.selectorText] : [...(rule.cssRules ?? [])].flatMap(read));
  const parts = (text) => text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const still = (one) => one.replace(/::?(before|after|hover|focus-visible)/g, "");
  return [...ours.cssRules].flatMap(read).flatMap(parts).map(still);
}
"""
_UNUSED = "(selectors) => selectors.filter((one) => !document.querySelector(one))"


class StyleSheet:
    """The selectors of the style sheet, and which of them no page has used yet."""

    def __init__(self, tab: Tab) -> None:
        self.unused: list[str] = sorted(set(tab.at_rest().page.evaluate(_SELECTORS)))
        self.unused.extend((NAVIGATION_LINK, f".st-key-workbench {TAB_LIST}", f".st-key-composer {UPLOAD_INPUT}"))
        self.look(tab)

    def look(self, tab: Tab) -> None:
        """Strike out what is on the page now."""
        self.unused = tab.at_rest().page.evaluate(_UNUSED, self.unused)


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


def test_every_rule_styles_something(open_tab: OpenTab, emulator: Emulator) -> None:
    """A rule whose element is gone, with the key that names it or a new Streamlit, is named by its selector."""
    tab = open_tab()
    sheet = StyleSheet(tab)

    # The form, a result, and one that is seen large.
    tab.use_sample().choose("variations.size", "256x256").unfold("Reliability")
    sheet.look(tab)
    tab.keyed("variations.orq.fallbacks.add").get_by_role("button").click()
    sheet.look(tab)
    tab.keyed("composer").get_by_role("button", name="Clear all").click()
    tab.at_rest().choose("variations.size", "256x256").write("variations.n", "8").look_at("Result")
    tab.at_rest().send(8)
    sheet.look(tab)
    tab.keyed("result.view.0").get_by_role("button").click()
    expect(tab.page.get_by_role("dialog")).to_be_visible()
    sheet.look(tab)
    tab.page.keyboard.press("Escape")

    # From it on: a result that lacks a picture, a refusal, and a call that is stopped; then what a new tab shows.
    tab.at_rest().keyed("result.vary.0").get_by_role("button").click()
    for scenario in ({"payload": "missing_image"}, {"script": [503]}, {"latency_ms": NEVER_MS}):
        emulator.play({"default": scenario})
        tab.at_rest().send_button.click()
        if "latency_ms" in scenario:
            tab.keyed("send.cancel").get_by_role("button").click()
        expect(tab.send_button).to_be_enabled()
        sheet.look(tab)
    emulator.rest()
    tab.open("/")
    tab.look_at("Result")
    sheet.look(tab)

    # The list of runs, one of them starred and two chosen; those side by side; the starred one and what came of it.
    history = HistoryTab(tab.open("/history"))
    history.page.locator("[class*=st-key-history-star-]").get_by_role("button").last.click()
    history.select(2)
    history.select(3)
    sheet.look(tab)
    history.press("history.compare")
    sheet.look(tab)
    tab.go("History")
    history.open(1)
    _, packed = history.saved(tab.keyed("history.actions").get_by_role("link", name="Save as zip"))
    tab.go("History")
    history.open(3)
    sheet.look(tab)
    history.look_at("Lineage")
    sheet.look(tab)

    # A run that its server did not live to see the end of, from elsewhere.
    elsewhere = HistoryTab(open_tab("/history"))
    elsewhere.take_in(interrupted(packed))
    expect(elsewhere.rows).to_have_count(1)
    sheet.look(elsewhere.tab)

    assert sheet.unused == []
