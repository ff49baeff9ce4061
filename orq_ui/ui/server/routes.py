"""Our addresses beside Streamlit's: original pictures, the history's, sample thumbnails, health."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from orq_ui import __version__
from orq_ui.imaging import sample_thumbnail
from orq_ui.ui.server.history_routes import KEPT_ROUTES
from orq_ui.ui.server.identity import browser_of
from orq_ui.ui.server.media_store import URL_PREFIX
from orq_ui.ui.services import services

YEAR_S = 31_536_000
SAMPLE_PREFIX = "/app/static/samples/"


async def picture(request: Request) -> Response:
    """A picture by its token, byte for byte."""
    original = services().pictures.get(request.path_params["token"], browser_of(request.cookies))
    if original is None:
        return PlainTextResponse("This picture is gone: its session has ended.", 404)
    headers = {
        "Cache-Control": f"private, max-age={YEAR_S}, immutable",
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(original.name)}",
    }
    return Response(original.content, media_type=original.media_type, headers=headers)


async def sample(request: Request) -> Response:
    """A sample picture's thumbnail."""
    try:
        content = sample_thumbnail(request.path_params["id"])
    except KeyError:
        return PlainTextResponse("No such sample.", 404)
    return Response(content, media_type="image/webp", headers={"Cache-Control": "public, max-age=3600"})


async def health(_: Request) -> Response:
    """Whether the playground and its emulator are up."""
    alive = services().emulator.alive()
    return JSONResponse({"version": __version__, "emulator": "up" if alive else "down"}, 200 if alive else 503)


ROUTES = (
    Route(URL_PREFIX + "{token}", picture),
    Route(SAMPLE_PREFIX + "{id}", sample),
    Route("/health", health),
    *KEPT_ROUTES,
)
