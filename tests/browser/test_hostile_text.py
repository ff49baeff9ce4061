"""Text that others wrote is shown as text, whatever it looks like."""

import pytest
from playwright.sync_api import expect

from tests.browser.screen import Tab
from tests.browser.serving import Emulator
from tests.browser.test_every_field import png

TRAP = "![x](http://evil.example/x.png)<img src=x onerror=alert(1)>"


def expect_no_trap_sprung(tab: Tab) -> None:
    """No picture was made of it; that no request left is what every test watches for."""
    tab.at_rest()
    assert (
        tab.page.locator("img[src*='evil.example'], img[src='x'], img[onerror], a[href*='evil.example']").count() == 0
    )


@pytest.mark.parametrize("name", ["JSON", "Request", "Code"])
def test_in_a_file_name_and_in_fields(name: str, tab: Tab) -> None:
    """On the card, at Send and in every view of the request."""
    tab.upload(f"{TRAP.replace('/', ':')}.png", png())
    tab.write("variations.user", TRAP).unfold("Identity and tracing").write("variations.orq.name", TRAP)

    tab.look_at(name)

    expect_no_trap_sprung(tab)
    expect(tab.keyed("picture.card")).to_contain_text("onerror=alert(1)")
    expect(tab.keyed("send.bar")).to_contain_text("onerror=alert(1)")


def test_in_a_model_name_and_the_routers_answer(tab: Tab, emulator: Emulator) -> None:
    """In the picker, in the error's words, in the raw answer, and after the next edit."""
    model = f"openai/{TRAP.replace(' ', '_')}"
    emulator.play({"unknown": [model]})
    tab.use_sample().pick_model("variations.model", model).expect_body({"model": model})

    tab.send_button.click()
    expect(tab.keyed("workbench").get_by_role("alert").first).to_be_visible()
    _, answer = tab.raw("The raw answer")

    expect_no_trap_sprung(tab)
    assert "evil.example" in answer["error"]["message"]
    expect(tab.result().get_by_test_id("stCode").first).to_contain_text("![x](http://evil.example/x.png)")


def test_in_a_mistake(tab: Tab) -> None:
    """A number field that holds a trap says what is wrong without springing it."""
    tab.use_sample().write("variations.n", TRAP)
    expect(tab.keyed("send.bar")).to_contain_text("n must be a number")

    expect_no_trap_sprung(tab)
