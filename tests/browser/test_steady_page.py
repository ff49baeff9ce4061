"""The page keeps still while one works on it: Send is in view, and what comes finds its place free."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenTab
from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab

SLACK_PX = 6


def top(of: Locator) -> float:
    """The distance of an element from the top of the window, in pixels."""
    box = of.bounding_box()
    assert box is not None
    return box["y"]


def test_send_and_the_tabs_stay_in_view(tab: Tab) -> None:
    """At the end of a long form they are where they were, and what a tab holds can be read."""
    tab.use_sample().expand("Reliability").expand("Identity and tracing")

    tab.by_key("variations.group.Prompt").scroll_into_view_if_needed()
    tab.page.mouse.move(200, 400)
    tab.page.mouse.wheel(0, 5_000)
    tab.wait_until_stable()

    expect(tab.send_button).to_be_in_viewport(ratio=1)
    expect(tab.by_key("workbench").get_by_role("tablist")).to_be_in_viewport(ratio=1)
    expect(tab.page.get_by_role("heading", level=1)).not_to_be_in_viewport()


@pytest.mark.parametrize("pictures", [1, 4])
def test_results_come_where_room_was_kept(tab: Tab, emulator: EmulatorClient, pictures: int) -> None:
    """Neither Send nor the end of the call moves the tabs, and the first picture is where its empty place was."""
    emulator.set_scenario({"default": {"latency_ms": 10_000}})
    tab.use_sample().choose("variations.size", "256x256").type_into("variations.n", str(pictures)).wait_until_stable()
    tabs = tab.by_key("workbench").get_by_role("tablist")
    before = top(tabs)

    tab.send_button.click()
    place = tab.by_key("result.waiting").locator("> *").first
    expect(place).to_be_visible()
    empty = top(place)
    assert abs(top(tabs) - before) <= SLACK_PX

    expect(tab.result_images()).to_have_count(pictures)
    tab.wait_until_stable()
    assert abs(top(tab.result_images().first) - empty) <= SLACK_PX
    assert abs(top(tabs) - before) <= SLACK_PX


def test_an_offer_comes_into_view(open_tab: OpenTab) -> None:
    """What was pasted is asked about where one can see it, also on a phone."""
    tab = open_tab(viewport={"width": 420, "height": 760})
    tab.by_key("import.popover").get_by_role("button").first.click()
    tab.page.get_by_label("Paste a request", exact=True).fill('{"model": "emulator/riso"}')
    tab.by_key("import.read").get_by_role("button").click()

    expect(tab.by_key("incoming.accept")).to_be_in_viewport()
