"""Narrow screens, screen readers, and the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.tab import Tab
from tests.browser.test_every_field import GROUPS

NARROW = {"viewport": {"width": 420, "height": 900}}
SPOKEN = frozenset({"button", "textbox", "combobox", "radio", "checkbox", "switch", "link", "spinbutton", "tab", "img"})
MOST_TABS = 60


def width(page: Page) -> int:
    """Return how wide the page is laid out, in CSS pixels."""
    return int(page.evaluate("document.scrollingElement.scrollWidth"))


def nameless(page: Page) -> list[str]:
    """Return the controls and pictures that a screen reader has no name for."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        f"{node['role']['value']} {node.get('properties')}"
        for node in tree
        if not node["ignored"] and node["role"]["value"] in SPOKEN and not node.get("name", {}).get("value", "").strip()
    ]


def test_a_phone_shows_everything(open_tab: OpenTab) -> None:
    """At 420 pixels nothing needs scrolling sideways: not the form, not the result, and the menu is there."""
    tab = open_tab(**NARROW)
    widths = {"first": width(tab.page)}
    tab.use_sample().choose("variations.size", "256x256")
    for group in GROUPS:
        tab.expand(group)
    for path in ("orq.fallbacks", "orq.load_balancer.models", "orq.identity.metadata"):
        tab.by_key(f"variations.{path}.add").get_by_role("button").click()
        tab.wait_until_stable()
    widths["unfolded"] = width(tab.page)
    tab.by_key("composer").get_by_role("button", name="Clear all").click()
    tab.wait_until_stable().choose("variations.size", "256x256").send(1)
    widths["result"] = width(tab.page)

    assert {name: wide for name, wide in widths.items() if wide > 420} == {}
    assert tab.image_sizes() == [[256, 256]]
    for control in (tab.send_button, tab.by_key("result.zip"), tab.by_key("start.popover")):
        control.scroll_into_view_if_needed()
        expect(control).to_be_in_viewport()
    tab.page.get_by_test_id("stExpandSidebarButton").click()
    expect(tab.page.get_by_role("link", name="Connection", exact=True)).to_be_visible()


@pytest.mark.parametrize("touch", [False, True])
def test_keys_are_named_where_there_are_some(open_tab: OpenTab, touch: bool) -> None:
    """A phone has no Ctrl to press."""
    tab = open_tab(**({**NARROW, "has_touch": True, "is_mobile": True} if touch else NARROW))

    keys = tab.by_key("send.send").locator("kbd")

    expect(keys).to_have_count(1)
    expect(keys).to_be_visible(visible=not touch)


@pytest.mark.parametrize("path", ["/", "/history", "/connection"])
def test_everything_has_a_name(path: str, open_tab: OpenTab) -> None:
    """Every control and every picture has a name that a screen reader can say."""
    tab = open_tab(path)
    if path == "/":
        for group in GROUPS:
            tab.expand(group)
        tab.by_key("variations.orq.fallbacks.add").get_by_role("button").click()
        expect(tab.by_key("variations.orq.fallbacks[0].remove.icon-only")).to_be_visible()

    assert nameless(tab.page) == []
    assert tab.page.locator("img:not([alt]), img[alt='']").count() == 0


def test_variations_have_names(tab: Tab) -> None:
    """The same holds for a result."""
    tab.use_sample().choose("variations.size", "256x256").send(1)

    assert nameless(tab.page) == []
    assert tab.page.locator("img:not([alt]), img[alt='']").count() == 0


def test_the_keyboard_is_enough(tab: Tab) -> None:
    """Tab to a sample, Enter takes it, Ctrl+Enter sends."""
    name = ""
    tab.wait_until_stable()
    for _ in range(MOST_TABS):
        tab.page.keyboard.press("Tab")
        name = tab.page.evaluate("document.activeElement.closest('[class*=st-key-picture-sample-]')?.className ?? ''")
        if "picture-sample-bauhaus" in name:
            break
    assert "picture-sample-bauhaus" in name

    tab.page.keyboard.press("Enter")
    expect(tab.by_key("picture.card")).to_be_visible()
    expect(tab.send_button).to_be_enabled()
    tab.wait_until_stable().page.keyboard.press("Control+Enter")

    expect(tab.result_images()).to_have_count(1)
    assert tab.image_sizes() == [[1024, 1024]]


def test_on_a_phone_sending_leads_to_what_came(open_tab: OpenTab) -> None:
    """Send is at hand wherever one is in the long form, and the result comes into view by itself."""
    tab = open_tab(**NARROW).use_sample()
    expect(tab.send_button).to_be_in_viewport()

    tab.send(1)

    expect(tab.result_images().first).to_be_in_viewport()
    expect(tab.send_button).to_be_in_viewport()
