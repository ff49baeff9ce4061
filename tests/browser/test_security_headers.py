"""What the server says besides the content."""

import pytest

from tests.browser.conftest import OpenTab
from tests.browser.tab import Tab

WANTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "SAMEORIGIN",
}


@pytest.mark.parametrize("path", ["/", "/health", "/app/static/samples/fox", "/app/static/pictures/nobody"])
def test_security_headers(path: str, tab: Tab) -> None:
    """Every kind of answer carries them, errors too."""
    headers = tab.page.request.get(path).headers

    assert {name: headers.get(name) for name in WANTED} == WANTED
    assert "default-src 'self'" in headers["content-security-policy"]


def test_pictures_are_private(tab: Tab, open_tab: OpenTab) -> None:
    """A picture's answer is for its own viewer's cache only, and carries the security headers as well."""
    url = tab.use_sample().by_key("picture.card").locator("img").get_attribute("src") or ""
    answer = tab.page.request.get(url)

    assert answer.status == 200
    assert answer.headers["cache-control"].startswith("private")
    assert {name: answer.headers.get(name) for name in WANTED} == WANTED
    assert open_tab().page.request.get(url[:-1]).status == 404


def test_a_dropped_picture_is_gone(tab: Tab) -> None:
    """Once the source is removed, its address answers 404."""
    url = tab.use_sample().by_key("picture.card").locator("img").get_attribute("src") or ""

    tab.by_key("picture.remove").get_by_role("button").click()
    tab.wait_until(lambda: tab.page.request.get(url).status, lambda status: status == 404)
