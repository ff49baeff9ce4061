"""Security headers."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from orq_ui.ui.server.security_headers import SecurityHeaders

MIDDLEWARE = [Middleware(SecurityHeaders)]


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


def test_signing_out_empties_the_browsers_store() -> None:
    """Pictures that were kept there go, under whatever path the server is; no other answer empties it."""
    routes = [Route(path, _page) for path in ("/auth/logout", "/below/auth/logout", "/page")]
    client = TestClient(Starlette(routes=routes, middleware=MIDDLEWARE))

    assert client.get("/auth/logout").headers["clear-site-data"] == '"cache"'
    assert client.get("/below/auth/logout").headers["clear-site-data"] == '"cache"'
    assert "clear-site-data" not in client.get("/page").headers
