"""Files to be saved: for the browser whose button was clicked, whoever learns of their address."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from orq_ui.ui.server.browser_cookie import COOKIE, browser_of, new_token
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.server.media_store import MAX_DOWNLOADS, MEMORY_PREFIX
from orq_ui.ui.server.private_downloads import LENGTH, PrivateDownloads, pointer
from orq_ui.ui.server.routes import ROUTES
from orq_ui.ui.services import Services, services

pytestmark = pytest.mark.usefixtures("services")
SECRET = b"a zip of mine"
MEDIA: dict[str, bytes] = {}


async def _media(request: Request) -> Response:
    """Answer as Streamlit does: with what is there, whoever asks."""
    return Response(MEDIA[request.path_params["name"]], media_type="image/png")


def browser(token: str | None) -> TestClient:
    """Return a browser with a cookie, or with none."""
    routes = [Route("/media/{name}", _media), *ROUTES]
    app = Starlette(routes=routes, middleware=[Middleware(PrivateDownloads)])
    return TestClient(app, cookies={} if token is None else {COOKIE: token})


def test_only_the_person_gets_the_file() -> None:
    """Its own browser saves it under its name; another one, and one without a cookie, find nothing."""
    token = new_token()
    owner = Owner(f"browser:{browser_of({COOKIE: token})}", browser_of({COOKIE: token}))
    url = services().pictures.put_download(SECRET, "application/zip", "näh.zip", "tab", owner)
    MEDIA["file.zip"] = pointer(url)

    saved = browser(token).get("/media/file.zip")
    strangers = [browser(other).get("/media/file.zip") for other in (new_token(), None)]
    services().pictures.free_sessions(lambda session: session == "tab")

    assert len(MEDIA["file.zip"]) == LENGTH
    assert (saved.content, saved.headers["content-type"]) == (SECRET, "application/zip")
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''n%C3%A4h.zip"
    assert saved.history[0].headers["cache-control"] == "no-store"
    assert [stranger.status_code for stranger in strangers] == [404, 404]
    assert browser(token).get("/media/file.zip").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x" * LENGTH,
        b"orq-ui-download:/app/static/pictures/",
        pointer("https://evil.example/" + "a" * (LENGTH - len(pointer("https://evil.example/")))),
        pointer(MEMORY_PREFIX + "../" + "a" * 40),
        pointer(MEMORY_PREFIX + "a" * 43) + b"\n",
    ],
)
def test_everything_else_comes_as_it_is(content: bytes) -> None:
    """The logo, the icon, and what only looks like a pointer: nobody is led elsewhere."""
    MEDIA["x"] = content

    reply = browser(None).get("/media/x", follow_redirects=False)

    assert (reply.status_code, reply.content) == (200, content)


def test_a_session_keeps_the_newest_few(services: Services) -> None:
    """What was saved long ago does not stay in memory."""
    owner = Owner("browser:b", "b")
    urls = [services.pictures.put_download(b"x", "text/plain", "x", "t", owner) for _ in range(MAX_DOWNLOADS + 2)]
    kept = [url in services.pictures._in_memory for url in urls]
    freed = services.pictures.free_sessions(lambda session: session == "t")

    assert kept == [False, False] + [True] * MAX_DOWNLOADS
    assert freed == MAX_DOWNLOADS
