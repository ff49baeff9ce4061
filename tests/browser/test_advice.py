"""From a failure to a success by the advice on the page."""

from playwright.sync_api import expect

from orq_ui.routing import BUILT_IN_SCENARIOS
from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab


def test_a_failure_is_saved_by_one_click(tab: Tab, emulator: EmulatorClient) -> None:
    """A call fails, the page names what would have saved it, one click puts that into the form, and Send succeeds."""
    tab.go_to("Explain")
    tab.by_key("explain.scenario").get_by_role("combobox").click()
    tab.page.get_by_role("option", name=BUILT_IN_SCENARIOS["primary-down"].title, exact=True).click()
    expect(tab.page.get_by_text("What would have saved it")).to_be_visible()
    tab.wait_until_stable().go_to("Variations")
    tab.use_sample().choose("variations.size", "256x256").type_into("variations.user", "someone")

    tab.wait_until_stable().send_button.click()
    saved = tab.by_key("result.advice.0")
    expect(saved).to_contain_text("to orq.fallbacks.")
    expect(saved).to_contain_text("Odds of success: 0 % → 100 %")
    saved.get_by_role("button", name="Put it into the form").click()
    expect(saved).to_contain_text("In the form: press Send")
    tab.wait_until_stable().send(pictures=1)

    expect(tab.page.get_by_text("What would have saved it")).to_have_count(0)
    sent = emulator.request(tab.request_id())["body"]
    assert (sent["user"], sent["size"], len(sent["orq"]["fallbacks"])) == ("someone", "256x256", 1)
