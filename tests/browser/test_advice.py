"""From a failure to a success by the advice on the page."""

from playwright.sync_api import expect

from orq_ui.routing import BUILT_IN_SCENARIOS, Policy, Scenario, route
from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab

MODEL = "emulator/aquarelle"


def test_a_failure_is_saved_by_one_click(tab: Tab, emulator: EmulatorClient) -> None:
    """A call fails, the page names what would have saved it, one click puts that into the form, and Send succeeds."""
    tab.pick_model("variations.model", "openai/dall-e-2").expect_body({"model": "openai/dall-e-2"})
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


def test_what_is_saved_by_luck_is_sent_with_the_same_luck(tab: Tab, emulator: EmulatorClient) -> None:
    """A change that helps by chance takes the seed along, so that Send ends as the page says."""
    played = {"models": {MODEL: {"latency_ms": 0, "faults": [{"status": 503, "probability": 0.5}]}}}
    scenario = Scenario.model_validate(played)
    once, twice = (Policy.from_body({"model": MODEL, "retry": {"count": count}}) for count in (0, 1))
    seed = next(
        seed
        for seed in range(1000)
        if not route(once, scenario, seed).verdict.served and route(twice, scenario, seed).verdict.served
    )
    emulator.set_scenario(played)
    tab.use_sample().choose("variations.size", "256x256").wait_until_stable().go_to("Explain")
    field = tab.by_key("explain.seed").get_by_role("spinbutton")
    field.fill(str(seed))
    field.press("Enter")

    saved = tab.page.locator("[class*=st-key-explain-advice-]").filter(has_text="Set orq.retry.count to 1.")
    expect(saved).to_contain_text("Odds of success: 50 % → 75 %")
    saved.get_by_role("button", name="Put it into the form").click()
    tab.page.get_by_role("link", name="Go on and press Send").click()
    expect(tab.by_key("send.seed")).to_contain_text(f"Every send uses seed {seed}")
    tab.wait_until_stable().send()

    assert emulator.request(tab.request_id())["body"]["orq"] == {"retry": {"count": 1}}
    assert emulator.requests()[0]["seed"] == seed
