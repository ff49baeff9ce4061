"""What the contract or the router refuses: said in words, and nothing is lost."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab, request_id_in

BAD: dict[str, Any] = {"model": "emulator/aquarelle", "n": 99, "size": "256x256", "user": "kept"}


def send_as_it_is(tab: Tab) -> None:
    """Send what the contract refuses, and wait for the answer."""
    tab.by_key("send.as_is").get_by_text("Send as it is").click()
    expect(tab.send_button).to_be_enabled()
    tab.send_button.click()
    expect(tab.by_key("workbench").get_by_role("alert").first).to_be_visible()


def test_a_mistake_is_said_twice_and_can_be_sent_all_the_same(tab: Tab, emulator: EmulatorClient) -> None:
    """At the field and at Send; sent on purpose it is refused in words; the form is kept; corrected, it works."""
    tab.use_sample().type_into("variations.n", "99").choose("variations.size", "256x256").type_into(
        "variations.user", "kept"
    )
    expect(tab.by_key("composer").get_by_text("must be at most 10")).to_be_visible()
    expect(tab.by_key("send.bar")).to_contain_text("n must be at most 10")
    expect(tab.send_button).to_be_disabled()

    send_as_it_is(tab)

    panel = tab.result_panel()
    expect(panel.get_by_role("alert").first).to_contain_text("The router found a mistake in the request (400)")
    expect(panel).to_contain_text("param: n")
    expect(panel).to_contain_text("code: invalid_request_body")
    headers, answer = tab.raw_reply("The raw answer")
    assert "x-emulator-ledger: " in headers
    assert answer["error"]["param"] == "n"
    tab.expect_body(BAD)
    assert ("n", "99") in [(part["name"], part["text"]) for part in emulator.request(request_id_in(headers))["parts"]]

    tab.type_into("variations.n", "1").expect_body({**BAD, "n": 1})
    tab.select_tab("Result")
    tab.send(1)
    assert tab.image_sizes() == [[256, 256]]


def test_an_unknown_model(tab: Tab, emulator: EmulatorClient) -> None:
    """The router's 404 comes with advice, and with the router's own words as plain text."""
    emulator.set_scenario({"models": {"openai/dall-e-9": {"known": False}}})
    tab.use_sample().pick_model("variations.model", "openai/dall-e-9").expect_body({"model": "openai/dall-e-9"})

    tab.send_button.click()

    panel = tab.by_key("workbench").get_by_role("tabpanel", name="Result", exact=True)
    expect(panel.get_by_role("alert").first).to_contain_text("The router does not know this model (404)")
    expect(panel.get_by_test_id("stCode").first).to_contain_text("openai/dall-e-9")
    expect(tab.send_button).to_be_enabled()
