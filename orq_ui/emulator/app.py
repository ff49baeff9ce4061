"""The emulator as a value: routes, and the border where refusals become envelopes."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from orq_ui.emulator import admin, catalogue_routes, variations
from orq_ui.emulator.options import Options
from orq_ui.emulator.refusal import Refusal
from orq_ui.emulator.state import Emulator
from orq_ui.emulator.strict_json import json_reply


def create_app(options: Options) -> Starlette:
    """A fresh emulator with its own state."""
    app = Starlette(
        routes=[*variations.ROUTES, *catalogue_routes.ROUTES, *admin.ROUTES],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _no_route,
            ClientDisconnect: _gone,
            500: _own_mistake,
        },
    )
    app.state.emulator = Emulator.start(options)
    return app


async def _refused(_: Request, reason: Exception) -> Response:
    if not isinstance(reason, Refusal):
        raise reason
    return json_reply(reason.envelope(), reason.status, reason.headers)


async def _no_route(request: Request, reason: Exception) -> Response:
    """No such path, or not with this method."""
    if not isinstance(reason, HTTPException):
        raise reason
    message = f"{request.method} {request.url.path}: {reason.detail}"
    refusal = Refusal(reason.status_code, message, "invalid_request_error", "not_found")
    return json_reply(refusal.envelope(), refusal.status, reason.headers)


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)  # the client left while sending; nobody hears it


async def _own_mistake(_: Request, __: Exception) -> Response:
    """A fault of the emulator itself: the traceback is in its log."""
    refusal = Refusal(500, "The emulator failed; its log says why.", "server_error", "internal_error")
    return json_reply(refusal.envelope(), refusal.status)
