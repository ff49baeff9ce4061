"""The error envelope that the router wraps a refusal in."""

from __future__ import annotations

from typing import Any

from orq_ui.api.response import Loose


class ErrorDetail(Loose):
    """What went wrong; ``param`` names the field, ``code`` the kind."""

    message: str
    type: str | None = None
    param: str | None = None
    code: str | None = None
    failures: Any = None


class ErrorEnvelope(Loose):
    """``{"error": {...}}``."""

    error: ErrorDetail
