"""Text that others wrote is shown as text, whatever it looks like."""

import json
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin
from playwright.sync_api import expect

from tests.browser.chromium import VIEWPORT
from tests.browser.history_tab import HistoryTab
from tests.browser.servers import EmulatorClient
from tests.browser.tab import Tab
from tests.browser.test_accessibility import width
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


HOSTILE = "\n".join(
    (
        TRAP,
        "# evil-heading",
        "[go](javascript:window.ran=1) <http://evil.example/auto> http://evil.example/bare",
        "<script>window.ran = 1</script><svg onload='window.ran=1'><iframe src='http://evil.example/'></iframe>",
        "<style>@import 'http://evil.example/x.css'; body { background: url(http://evil.example/b.png) }</style>",
        "</textarea></code></div><base href='http://evil.example/'> :material/home: $\\frac{1}{2}$ {{7*7}} %s",
        "\u202egnp.lave\u202c \u200b\ufeff \u0000 \U000e0041 \u0301\u0301\u0301",
    )
)
LONG = "W" * 100_000
SPRUNG = (
    "[src*='evil.example'], [href*='evil.example'], [href^='javascript:'], img[src='x'], [onerror], [onload],"
    " main iframe, .katex, :is(h1, h2, h3, h4):text-is('evil-heading')"
)
"""What would be in the page if any of it were taken for Markdown or HTML."""


def hostile_request() -> str:
    """Return a request in which every text is hostile, one word is long, and a name of a key as well."""
    someone = {
        "id": HOSTILE,
        "display_name": HOSTILE,
        "logo_url": "http://evil.example/logo.png",
        "tags": [HOSTILE],
        "metadata": [{HOSTILE: HOSTILE}],
    }
    orq = {"name": HOSTILE, "identity": someone, "prompt": {"id": HOSTILE, "version": "latest"}, TRAP: HOSTILE}
    model = f"openai/{TRAP.replace(' ', '_')}"
    return json.dumps({"model": model, "size": "256x256", "user": HOSTILE, "note": LONG, "orq": orq})


def hostile_png() -> bytes:
    """Return a picture whose metadata is hostile too."""
    out, texts = BytesIO(), PngImagePlugin.PngInfo()
    for name in ("Title", "Comment", "Software", "orq-ui"):
        texts.add_itxt(name, HOSTILE.replace("\0", ""))
    Image.linear_gradient("L").resize((64, 64)).convert("RGB").save(out, "PNG", pnginfo=texts)
    return out.getvalue()


def test_on_every_page(tab: Tab, emulator: EmulatorClient) -> None:
    """From an import through a refusal to the history's notes: no request elsewhere, no script, no broken layout.

    Requests to other hosts, dialogs and errors in the console fail every test by its guard.
    """
    wrong: list[str] = []

    def look(where: str) -> None:
        tab.wait_until_stable()
        for sprung in tab.page.locator(SPRUNG).all():
            wrong.append(f"{where}: {sprung.evaluate('each => each.outerHTML')[:200]}")
        if tab.page.evaluate("window.ran") is not None:
            wrong.append(f"{where}: a script ran")
        if width(tab.page) > VIEWPORT["width"]:
            wrong.append(f"{where}: {width(tab.page)} pixels wide")

    emulator.set_scenario({"unknown": [f"openai/{TRAP.replace(' ', '_')}"]})
    tab.page.get_by_role("button", name="Import", exact=True).click()
    tab.page.get_by_label("Paste a request", exact=True).fill(hostile_request())
    tab.page.get_by_role("button", name="Read it").click()
    expect(tab.by_key("incoming.card")).to_be_visible()
    look("the import's card")
    tab.by_key("incoming.accept").get_by_role("button").click()
    tab.wait_until_stable().upload(f"{TRAP.replace('/', ':')}\u202egnp.png", hostile_png())
    for name in ("JSON", "Request", "Code", "Check"):
        tab.select_tab(name)
        look(name)
    expect(tab.send_button).to_be_enabled()
    tab.send_button.click()
    expect(tab.result_panel().get_by_role("alert").first).to_be_visible()
    look("Result")
    for name in ("Explain", "Emulator", "Connection"):
        tab.go_to(name)
        look(name)
    history = HistoryTab(tab.open("/history"))
    look("History")
    history.open_row()
    panel = history.select_tab("Notes")
    panel.get_by_label("Note").fill(HOSTILE.replace("\0", ""))
    panel.get_by_label("Note").press("Tab")
    field = tab.page.get_by_label("New tag")
    field.fill(TRAP)
    field.press("Enter")
    for name in ("Notes", "Result", "JSON", "Request", "Ledger", "Reply", "Lineage"):
        history.select_tab(name)
        look(f"a run's {name}")
    history.click_button("history.back")
    look("History with notes")

    assert wrong == []
