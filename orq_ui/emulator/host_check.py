"""Refuses requests over loopback under a name that is not this machine's, whatever web page makes them."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from orq_ui.emulator.api_error import ApiError, bad_request
from orq_ui.host_header import host_of, is_loopback_address


class HostCheck:
    """Asks for a name of loopback in ``Host`` where the connection came over loopback.

    Over other addresses, which only ``--host`` opens, any name will do: the emulator cannot know by which of them
    others reach this machine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is allowed, and answer the rest."""
        refused = _refusal(scope) if scope["type"] == "http" else None
        await (self.app if refused is None else refused.response())(scope, receive, send)


def _refusal(scope: Scope) -> ApiError | None:
    host = host_of(scope["headers"])
    if host is None:
        return bad_request("The request must have one Host header, with a name or an address and an optional port.")
    reached = scope.get("server")
    if reached is None or not is_loopback_address(reached[0]) or host.is_loopback:
        return None
    message = (
        f"Over loopback the emulator answers only as localhost, 127.0.0.1 or [::1], and not as {host.name[:60]}."
        " Another address that --host opens answers under any name."
    )
    return ApiError(status=421, message=message, type="invalid_request_error", code="misdirected_request")
