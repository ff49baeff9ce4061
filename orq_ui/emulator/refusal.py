"""A refusal, and the error envelope that it is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_MESSAGE = 300


@dataclass(eq=False)
class Refusal(Exception):
    """An answer other than success; ``param`` is the path of what is wrong (``orq.fallbacks[0].model``)."""

    status: int
    message: str
    type: str
    code: str
    param: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def envelope(self) -> dict[str, object]:
        """The body of the answer."""
        message = self.message if len(self.message) <= LONGEST_MESSAGE else self.message[:LONGEST_MESSAGE] + "…"
        return {"error": {"message": message, "type": self.type, "param": self.param, "code": self.code}}


def bad_request(message: str, param: str | None = None) -> Refusal:
    """400: something in the request is not what the contract says."""
    return Refusal(400, message, "invalid_request_error", "invalid_request_body", param)


def bad_key(message: str) -> Refusal:
    """401: no key, or another key than the emulator was started with."""
    return Refusal(401, message, "authentication_error", "invalid_api_key")


def not_found(message: str, code: str = "not_found", param: str | None = None) -> Refusal:
    """404: no such thing here."""
    return Refusal(404, message, "not_found_error", code, param)
