"""What the server says besides the content."""

import pytest

from tests.browser.conftest import OpenTab
from tests.browser.page_guard import PageGuard
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


ATTEMPTS = {
    "script-src-elem": "const s = document.createElement('script'); s.text = 'window.ran = 1'; document.body.append(s)",
    "script-src-attr": "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')",
    "script-src": "setTimeout(() => { try { window.eval('window.ran = 1') } catch {} })",
    "connect-src": "new WebSocket('ws://127.0.0.1:9/'); fetch('http://127.0.0.1:9/').catch(() => 0)",
    "img-src": "new Image().src = 'http://127.0.0.1:9/x.png'",
    "frame-src": "const f = document.createElement('iframe'); f.src = 'http://127.0.0.1:9/'; document.body.append(f)",
    "form-action": "const f = document.createElement('form'); f.action = 'http://127.0.0.1:9/';"
    " document.body.append(f); f.submit()",
}
"""What smuggled markup or script would try, by the directive that stops it; on our own loopback, another port."""


@pytest.mark.parametrize("directive", list(ATTEMPTS))
def test_what_the_policy_stops(directive: str, tab: Tab, page_guard: PageGuard) -> None:
    """Scripts that are not the server's, and loading from or sending to anywhere else."""
    page_guard.is_lenient = True  # each is reported in the console, as it should be
    tab.page.evaluate(
        "window.stopped = []; addEventListener('securitypolicyviolation', e => stopped.push(e.effectiveDirective))"
    )

    tab.page.evaluate(f"() => {{ {ATTEMPTS[directive]} }}")

    tab.wait_until(lambda: tab.page.evaluate("stopped"), lambda stopped: directive in stopped)
    assert tab.page.evaluate("window.ran") is None


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
