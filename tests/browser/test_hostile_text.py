"""Text that others wrote is shown as text, whatever it looks like."""

import pytest
from playwright.sync_api import expect

from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab
from tests.browser.test_every_field import png

TRAP = "![x](http://evil.example/x.png)<img src=x onerror=alert(1)>"


def expect_no_trap_sprung(tab: Tab) -> None:
    """Check that no picture or link was made of it; requests to other hosts fail every test anyway."""
    tab.wait_until_stable()
    assert (
        tab.page.locator("img[src*='evil.example'], img[src='x'], img[onerror], a[href*='evil.example']").count() == 0
    )


@pytest.mark.parametrize("name", ["JSON", "Request", "Code"])
def test_in_a_file_name_and_in_fields(name: str, tab: Tab) -> None:
    """On the card, at Send and in every view of the request."""
    tab.upload(f"{TRAP.replace('/', ':')}.png", png())
    tab.type_into("variations.user", TRAP).expand("Identity and tracing").type_into("variations.orq.name", TRAP)

    tab.select_tab(name)

    expect_no_trap_sprung(tab)
    expect(tab.by_key("picture.card")).to_contain_text("onerror=alert(1)")
    expect(tab.by_key("send.bar")).to_contain_text("onerror=alert(1)")


def test_in_a_model_name_and_the_routers_answer(tab: Tab, emulator: EmulatorClient) -> None:
    """In the picker, in the error's words, in the raw answer, and after the next edit."""
    model = f"openai/{TRAP.replace(' ', '_')}"
    emulator.set_scenario({"unknown": [model]})
    tab.use_sample().pick_model("variations.model", model).expect_body({"model": model})

    tab.send_button.click()
    expect(tab.by_key("workbench").get_by_role("alert").first).to_be_visible()
    _, answer = tab.raw_reply("The raw answer")

    expect_no_trap_sprung(tab)
    assert "evil.example" in answer["error"]["message"]
    expect(tab.result_panel().get_by_test_id("stCode").first).to_contain_text("![x](http://evil.example/x.png)")


def test_in_a_mistake(tab: Tab) -> None:
    """A number field that holds a trap says what is wrong without springing it."""
    tab.use_sample().type_into("variations.n", TRAP)
    expect(tab.by_key("send.bar")).to_contain_text("n must be a whole number")

    expect_no_trap_sprung(tab)
