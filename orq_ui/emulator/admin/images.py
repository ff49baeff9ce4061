"""The pictures behind the urls."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.options import LIFETIME_S
from orq_ui.emulator.refusal import not_found
from orq_ui.emulator.state import emulator_of


async def get_image(request: Request) -> Response:
    """A drawn picture, for an hour."""
    png = emulator_of(request).pictures.get(request.path_params["name"])
    if png is None:
        raise not_found("There is no such image, or its 60 minutes are over.", "image_expired")
    return Response(png, media_type="image/png", headers={"cache-control": f"private, max-age={LIFETIME_S}"})


ROUTES = [Route("/images/{name}.png", get_image, methods=["GET"])]
