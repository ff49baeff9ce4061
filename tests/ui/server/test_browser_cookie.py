"""The cookie by which a browser is recognised."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from orq_ui.ui.server.browser_cookie import COOKIE, BrowserCookie, browser_of

MIDDLEWARE = [Middleware(BrowserCookie)]


async def _page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


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
