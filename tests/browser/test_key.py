"""A typed key stays on the server's side of the session."""

from playwright.sync_api import expect

from tests.browser.page_guard import Watch
from tests.browser.screen import Tab
from tests.browser.serving import Server

CANARY = "sk-canary-5f1c9e07-never-show-this"


def test_the_key_is_nowhere(tab: Tab, server: Server, watch: Watch) -> None:
    """Not in the page once it was left, not in the Request tab, the address, the log, or anything the server says."""
    tab.go("Connection")
    tab.page.get_by_role("radiogroup", name="Where requests go").get_by_text("my.orq.ai", exact=True).click()
    key = tab.keyed("connection.key").get_by_role("textbox")
    key.fill(CANARY)
    key.press("Enter")
    expect(tab.keyed("connection.forget")).to_be_visible()

    tab.go("Variations")
    expect(tab.keyed("send.bar")).to_contain_text("my.orq.ai")
    request = tab.request_text()

    assert request.startswith("POST https://my.orq.ai/v2/router/images/variations")
    assert "Authorization: Bearer •" in request
    tab.look_at("Code")
    tab.at_rest()
    assert CANARY not in tab.page.content()
    tab.go("Connection")
    tab.at_rest()
    assert CANARY not in tab.page.content()
    assert CANARY not in tab.page.url
    assert not any(CANARY in url for url in watch.requests)
    assert CANARY not in server.logged()
    assert watch.frames
    assert not any(CANARY.encode() in frame for frame in watch.frames)


def test_a_forgotten_key_is_gone(tab: Tab) -> None:
    """Forget empties the field and blocks Send on a live host."""
    tab.go("Connection")
    tab.page.get_by_role("radiogroup", name="Where requests go").get_by_text("my.orq.ai", exact=True).click()
    key = tab.keyed("connection.key").get_by_role("textbox")
    key.fill(CANARY)
    key.press("Enter")

    tab.keyed("connection.forget").get_by_role("button").click()
    expect(tab.keyed("connection.forget")).to_have_count(0)

    tab.go("Variations")
    expect(tab.keyed("send.bar")).to_contain_text("There is no key for this host")
    assert CANARY not in tab.page.content()
