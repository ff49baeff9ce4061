"""A typed key stays on the server's side of the session."""

from playwright.sync_api import expect

from tests.browser.page_guard import PageGuard
from tests.browser.servers import Server
from tests.browser.tab import Tab

CANARY = "sk-canary-5f1c9e07-never-show-this"


def test_the_key_is_nowhere(tab: Tab, server: Server, page_guard: PageGuard) -> None:
    """Not in the page once it was left, not in the Request tab, the address, the log, or anything the server says."""
    tab.go_to("Connection")
    tab.page.get_by_role("radiogroup", name="Where requests go").get_by_text("my.orq.ai", exact=True).click()
    key = tab.by_key("connection.key").get_by_role("textbox")
    key.fill(CANARY)
    key.press("Enter")
    expect(tab.by_key("connection.forget")).to_be_visible()

    tab.go_to("Variations")
    expect(tab.by_key("send.bar")).to_contain_text("my.orq.ai")
    request = tab.request_text()

    assert request.startswith("POST https://my.orq.ai/v2/router/images/variations")
    assert "Authorization: Bearer •" in request
    tab.select_tab("Code")
    tab.wait_until_stable()
    assert CANARY not in tab.page.content()
    tab.go_to("Connection")
    tab.wait_until_stable()
    assert CANARY not in tab.page.content()
    assert CANARY not in tab.page.url
    assert not any(CANARY in url for url in page_guard.requests)
    assert CANARY not in server.log_text()
    assert page_guard.frames
    assert not any(CANARY.encode() in frame for frame in page_guard.frames)


def test_a_forgotten_key_is_gone(tab: Tab) -> None:
    """Forget empties the field and blocks Send on a live host."""
    tab.go_to("Connection")
    tab.page.get_by_role("radiogroup", name="Where requests go").get_by_text("my.orq.ai", exact=True).click()
    key = tab.by_key("connection.key").get_by_role("textbox")
    key.fill(CANARY)
    key.press("Enter")

    tab.by_key("connection.forget").get_by_role("button").click()
    expect(tab.by_key("connection.forget")).to_have_count(0)

    tab.go_to("Variations")
    expect(tab.by_key("send.bar")).to_contain_text("There is no key for this host")
    assert CANARY not in tab.page.content()
