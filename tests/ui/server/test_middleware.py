"""Security headers, and the cookie by which a browser is known."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from orq_ui.ui.server.identity import COOKIE, browser_of
from orq_ui.ui.server.middleware import MIDDLEWARE


async def _page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("hello", headers={"Referrer-Policy": "same-origin"})


def test_every_answer_has_the_headers() -> None:
    """Even a 404 may not be sniffed, framed or made to load from elsewhere."""
    client = TestClient(Starlette(routes=[Route("/", _page)], middleware=MIDDLEWARE))

    for path in ("/", "/nothing"):
        headers = client.get(path).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_header_that_is_there_stays() -> None:
    """A route's own choice wins."""
    client = TestClient(Starlette(routes=[Route("/", _page)], middleware=MIDDLEWARE))

    assert client.get("/").headers.get_list("referrer-policy") == ["same-origin"]


async def _html(_: Request) -> HTMLResponse:
    return HTMLResponse("<p>hello")


def _site(base_url: str = "http://testserver") -> TestClient:
    routes = [Route("/", _page), Route("/page", _html)]
    return TestClient(Starlette(routes=routes, middleware=MIDDLEWARE), base_url=base_url)


def test_a_browser_that_opens_a_page_is_known_from_then_on() -> None:
    """The cookie lasts, no script can read it, and a second visit keeps it."""
    client = _site()

    first = client.get("/page").headers["set-cookie"]
    token = client.cookies[COOKIE]
    again = client.get("/page").headers["set-cookie"]

    assert browser_of(client.cookies)
    assert f"{COOKIE}={token}" in again
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(first.split("; "))
    assert "Secure" not in first


def test_the_cookie_of_a_secure_page_stays_on_secure_pages() -> None:
    """Over https it is never sent in the clear."""
    assert "; Secure" in _site("https://testserver").get("/page").headers["set-cookie"]


def test_a_made_up_cookie_is_replaced() -> None:
    """Nobody chooses a token, neither for oneself nor for others."""
    client = _site()
    client.cookies[COOKIE] = "chosen"

    assert "chosen" not in client.get("/page").headers["set-cookie"]


def test_what_is_no_page_sets_no_cookie() -> None:
    """Pictures, health checks and scripts leave the browser alone."""
    assert "set-cookie" not in _site().get("/").headers


def test_signing_out_empties_the_browsers_store() -> None:
    """Pictures that were kept there go, under whatever path the server is; no other answer empties it."""
    routes = [Route(path, _page) for path in ("/auth/logout", "/below/auth/logout", "/page")]
    client = TestClient(Starlette(routes=routes, middleware=MIDDLEWARE))

    assert client.get("/auth/logout").headers["clear-site-data"] == '"cache"'
    assert client.get("/below/auth/logout").headers["clear-site-data"] == '"cache"'
    assert "clear-site-data" not in client.get("/page").headers
