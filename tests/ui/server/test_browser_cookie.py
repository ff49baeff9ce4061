"""The cookie by which a browser is recognised."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from orq_ui.ui.server.browser_cookie import BROWSER_HEADER, COOKIE, BrowserCookie, browser_of, hashed, new_token

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


async def _copied_page(_: Request) -> HTMLResponse:
    return HTMLResponse("<p>hello", headers={"ETag": '"1"', "Last-Modified": "today", "Cache-Control": "no-cache"})


def test_no_copy_of_a_page_is_kept() -> None:
    """A browser that has lost its cookie gets one with the next page, and a proxy gives nobody another's."""
    site = TestClient(Starlette(routes=[Route("/", _copied_page)], middleware=MIDDLEWARE))

    headers = site.get("/").headers

    assert headers.get_list("cache-control") == ["private, no-cache"]
    assert not {"etag", "last-modified"} & set(headers)


async def _tell_headers(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(socket.headers.getlist(BROWSER_HEADER.decode()))


def test_a_websocket_has_the_browser_of_its_cookie() -> None:
    """Whatever it says itself; without a cookie it is nobody's."""
    site = TestClient(Starlette(routes=[WebSocketRoute("/", _tell_headers)], middleware=MIDDLEWARE))
    token = new_token()
    told = []
    for headers in ({"Cookie": f"{COOKIE}={token}", "X-Orq-Ui-Browser": "forged"}, {"X-Orq-Ui-Browser": "forged"}):
        with site.websocket_connect("/", headers=headers) as socket:
            told.append(socket.receive_json())

    assert told == [[hashed(token)], [""]]
