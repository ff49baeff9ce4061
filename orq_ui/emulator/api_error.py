"""An error as the API answers it, and the one place that writes its envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from orq_ui.emulator.strict_json import json_response

LONGEST_MESSAGE = 300


@dataclass(eq=False, kw_only=True)
class ApiError(Exception):
    """A response other than success; ``param`` is the path of what is wrong (``orq.fallbacks[0].model``)."""

    status: int
    message: str
    type: str
    code: str
    param: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, object]:
        """Return what the envelope holds."""
        message = self.message if len(self.message) <= LONGEST_MESSAGE else self.message[:LONGEST_MESSAGE] + "…"
        return {"message": message, "type": self.type, "param": self.param, "code": self.code}

    def response(self, **beside: object) -> Response:
        """Return the response: the envelope, with other members beside it."""
        return json_response({**beside, "error": self.content()}, self.status, self.headers)


def bad_request(message: str, param: str | None = None) -> ApiError:
    """Return a 400: something in the request is not what the contract says."""
    return ApiError(status=400, message=message, type="invalid_request_error", code="invalid_request_body", param=param)


def bad_key(message: str) -> ApiError:
    """Return a 401: no key, or another key than the emulator was started with."""
    return ApiError(status=401, message=message, type="authentication_error", code="invalid_api_key")


def not_found(message: str, code: str = "not_found", param: str | None = None) -> ApiError:
    """Return a 404: no such thing here."""
    return ApiError(status=404, message=message, type="not_found_error", code=code, param=param)
