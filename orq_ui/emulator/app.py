"""The emulator as a value: its routes, and the border where exceptions become error responses."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from orq_ui.emulator import admin, catalogue, traces, variations
from orq_ui.emulator.api_error import ApiError
from orq_ui.emulator.cors import cors
from orq_ui.emulator.host_check import HostCheck
from orq_ui.emulator.options import Options
from orq_ui.emulator.state import Emulator


def create_app(options: Options) -> Starlette:
    """Return a fresh emulator with its own state."""
    app = Starlette(
        routes=[*variations.ROUTES, *catalogue.ROUTES, *traces.ROUTES, *admin.ROUTES],
        middleware=[Middleware(HostCheck), *([cors()] if options.cors else [])],
        exception_handlers={
            ApiError: _error_response,
            HTTPException: _error_response,
            ClientDisconnect: _client_left,
            500: _error_response,
        },
    )
    app.state.emulator = Emulator(options)
    return app


async def _error_response(request: Request, reason: Exception) -> Response:
    if isinstance(reason, HTTPException):  # no such path, or not with this method
        message = f"{request.method} {request.url.path}: {reason.detail}"
        reason = ApiError(
            status=reason.status_code,
            message=message,
            type="invalid_request_error",
            code="not_found",
            headers=reason.headers or {},
        )
    if not isinstance(reason, ApiError):
        message = "The emulator failed; its log says why."
        reason = ApiError(status=500, message=message, type="server_error", code="internal_error")
    return reason.response()


async def _client_left(_: Request, __: Exception) -> Response:
    return Response(status_code=499)  # nobody receives it
