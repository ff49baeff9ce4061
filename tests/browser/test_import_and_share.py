"""From a colleague's curl line to a sent request, to code, to a link, to a picture that brings it all back."""

from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import OpenTab
from tests.browser.tab import Tab

CURL = """curl https://my.orq.ai/v2/router/images/variations \\
  -H 'Authorization: Bearer sk-canary-0123456789' \\
  -F 'image=@cat.png;type=image/png' -F model=emulator/neon -F n=2 -F size=256x256 \\
  -F 'orq={"retry": {"count": 2}, "tier": "gold"};type=application/json'"""
BODY = {"model": "emulator/neon", "n": 2, "size": "256x256", "orq": {"retry": {"count": 2}, "tier": "gold"}}


def test_nothing_is_typed_twice(tab: Tab, open_tab: OpenTab) -> None:
    """Pasted, looked at, sent, shown as TypeScript, shared: the same request at every step, and never the key."""
    page = tab.page
    tab.use_sample().wait_until_stable()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_label("Paste a request", exact=True).fill(CURL)
    page.get_by_role("button", name="Read it").click()
    card = tab.by_key("incoming.card")
    expect(card).to_contain_text("A key was found in it")
    expect(card).to_contain_text("orq.tier")
    page.get_by_role("button", name="Put it into the form").click()
    expect(card).not_to_be_visible()
    tab.expect_body(BODY)

    tab.send(2)
    tab.select_tab("Code")
    page.get_by_role("radio", name="TypeScript", exact=True).click()
    code = tab.by_key("workbench").get_by_test_id("stCode")
    expect(code).to_contain_text('model: "emulator/neon"')
    expect(code).to_contain_text("retry: { count: 2 }")
    page.get_by_role("button", name="Share", exact=True).click()
    link = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode")
    expect(link).to_contain_text("?request=")
    address = link.inner_text().strip()
    assert "canary" not in page.content()

    other = open_tab("/?" + address.partition("/?")[2])
    other.page.get_by_role("button", name="Put it into the form").click()
    other.expect_body(BODY)


def test_a_saved_variation_brings_its_request_back(tab: Tab, open_tab: OpenTab) -> None:
    """The tagged copy, dropped on another tab, is a source and shows the request that made it."""
    page = tab.page
    tab.use_sample().choose("variations.size", "256x256").send(1)
    page.get_by_role("button", name="View").first.click()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save with its request").click()
    content = saving.value.path().read_bytes()

    other = open_tab("/")
    file = FilePayload(name="tagged.png", mimeType="image/png", buffer=content)
    other.wait_until_stable().by_key("composer").locator("input[type=file]").set_input_files(file)
    expect(other.by_key("incoming.card")).to_contain_text("emulated")
    other.page.get_by_role("button", name="Put it into the form").click()

    other.expect_body({"model": "emulator/aquarelle", "size": "256x256"})
    expect(other.by_key("picture.card")).to_contain_text("tagged.png")
