"""Going on with the form after a result, and without the mouse."""

from playwright.sync_api import expect

from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab

STALE = "Made from an older request"


def test_a_result_stays_and_is_marked_as_older(tab: Tab) -> None:
    """An edit keeps the pictures on the page and says that they are older; undone, they are current again."""
    tab.use_sample().choose("variations.size", "256x256").send(1)
    kept = tab.image_urls()
    expect(tab.result_panel().get_by_text(STALE)).to_have_count(0)

    tab.type_into("variations.user", "someone else")
    expect(tab.result_panel().get_by_text(STALE)).to_be_visible()
    assert tab.image_urls() == kept
    assert tab.image_sizes() == [[256, 256]]

    tab.type_into("variations.user", "")
    expect(tab.result_panel().get_by_text(STALE)).to_have_count(0)


def test_ctrl_enter_sends_what_was_just_typed(tab: Tab, emulator: EmulatorClient) -> None:
    """The shortcut works inside a text field, and the text that is still being typed is part of the request."""
    tab.use_sample().choose("variations.size", "256x256")
    field = tab.by_key("variations.user").get_by_role("textbox")
    field.press_sequentially("typed at the last moment")

    field.press("Control+Enter")
    expect(tab.result_images()).to_have_count(1)

    sent = emulator.request(tab.request_id())["body"]
    assert sent == {"model": "emulator/aquarelle", "size": "256x256", "user": "typed at the last moment"}


def test_escape_closes_the_list_and_keeps_the_model(tab: Tab) -> None:
    """Escape in the open list of models closes it; the model stays as it was."""
    picker = tab.by_key("variations.model").get_by_role("combobox")
    picker.click()
    picker.press("ArrowDown")
    expect(tab.page.get_by_role("option").first).to_be_visible()

    picker.press("Escape")

    expect(tab.page.get_by_role("option")).to_have_count(0)
    expect(picker).to_have_value("emulator/aquarelle")
    tab.expect_body({"model": "emulator/aquarelle"})


def test_rows_may_go_while_they_are_being_edited(tab: Tab) -> None:
    """Clearing the form right after a row was added, and on at once, breaks nothing."""
    metadata = "variations.orq.identity.metadata"
    tab.expand("Identity and tracing")
    for wait in (True, False, True):
        tab.by_key(f"{metadata}.add").get_by_role("button").click()
        if wait:
            tab.wait_until_stable()
        tab.by_key("composer.clear").get_by_role("button").click()
        tab.choose("variations.size", "256x256").wait_until_stable()
    tab.by_key("composer.clear").get_by_role("button").click()

    tab.wait_until_stable().expect_body({"model": "emulator/aquarelle"})
    expect(tab.page.get_by_text("This is our mistake")).to_have_count(0)


def test_a_double_click_on_remove_takes_one_row(tab: Tab) -> None:
    """The second click finds the row gone, or the next one's own button: it takes no other with it."""
    tab.expand("Reliability")
    tab.by_key("variations.orq.fallbacks.add").get_by_role("button").click()
    tab.wait_until_stable()

    tab.by_key("variations.orq.fallbacks[0].remove.icon-only").get_by_role("button").dblclick()

    tab.wait_until_stable().expect_body({"model": "emulator/aquarelle"})
    expect(tab.page.get_by_text("This is our mistake")).to_have_count(0)
