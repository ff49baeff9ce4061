"""Going on with the form after a result, and without the mouse."""

from playwright.sync_api import expect

from tests.browser.screen import Tab
from tests.browser.serving import Emulator

STALE = "Made from an older request"


def test_a_result_stays_and_is_marked_as_older(tab: Tab) -> None:
    """An edit keeps the pictures on the page and says that they are older; undone, they are current again."""
    tab.use_sample().choose("variations.size", "256x256").send(1)
    kept = tab.sources()
    expect(tab.result().get_by_text(STALE)).to_have_count(0)

    tab.write("variations.user", "someone else")
    expect(tab.result().get_by_text(STALE)).to_be_visible()
    assert tab.sources() == kept
    assert tab.sizes() == [[256, 256]]

    tab.write("variations.user", "")
    expect(tab.result().get_by_text(STALE)).to_have_count(0)


def test_ctrl_enter_sends_what_was_just_typed(tab: Tab, emulator: Emulator) -> None:
    """The shortcut works inside a text field, and the text that is still being typed is part of the request."""
    tab.use_sample().choose("variations.size", "256x256")
    field = tab.keyed("variations.user").get_by_role("textbox")
    field.press_sequentially("typed at the last moment")

    field.press("Control+Enter")
    expect(tab.images()).to_have_count(1)

    sent = emulator.record(tab.record_id())["body"]
    assert sent == {"model": "openai/dall-e-2", "size": "256x256", "user": "typed at the last moment"}


def test_rows_may_go_while_they_are_being_edited(tab: Tab) -> None:
    """Clearing the form right after a row was added, and on at once, breaks nothing."""
    metadata = "variations.orq.identity.metadata"
    tab.unfold("Identity and tracing")
    for wait in (True, False, True):
        tab.keyed(f"{metadata}.add").get_by_role("button").click()
        if wait:
            tab.at_rest()
        tab.keyed("composer.clear").get_by_role("button").click()
        tab.choose("variations.size", "256x256").at_rest()
    tab.keyed("composer.clear").get_by_role("button").click()

    tab.at_rest().expect_body({"model": "openai/dall-e-2"})
    expect(tab.page.get_by_text("This is our mistake")).to_have_count(0)


def test_a_double_click_on_remove_takes_one_row(tab: Tab) -> None:
    """The second click finds the row gone, or the next one's own button: it takes no other with it."""
    tab.unfold("Reliability")
    tab.keyed("variations.orq.fallbacks.add").get_by_role("button").click()
    tab.at_rest()

    tab.keyed("variations.orq.fallbacks[0].remove.icon-only").get_by_role("button").dblclick()

    tab.at_rest().expect_body({"model": "openai/dall-e-2"})
    expect(tab.page.get_by_text("This is our mistake")).to_have_count(0)
