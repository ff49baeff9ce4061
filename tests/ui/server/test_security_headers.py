"""Security headers."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from orq_ui.ui.server.security_headers import SecurityHeaders, content_security_policy
from orq_ui.ui.streamlit_compat import page_html

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


def test_no_script_but_the_servers_own_may_run() -> None:
    """Neither inline nor by eval; Streamlit's own inline script by its hash, whatever a new version writes there."""
    policy = content_security_policy("<script>\n one\n</script><script src='x'></script><script>two</script>").decode()
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    hashes = [source for source in directives["script-src"].split() if source.startswith("'sha256-")]

    assert hashes[1:] == ["'sha256-P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM='"]
    for source in ("'unsafe-inline'", "'unsafe-eval'", "data:", "*", "http:", "https:"):
        assert source not in directives["script-src"].split()
    assert directives["connect-src"] == "'self'"
    assert (directives["frame-src"], directives["object-src"]) == ("'none'", "'none'")
    assert "<script>" in page_html()
