"""One thing that a person should know before sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orq_ui.lint.fix import Fix

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The worst first: an error is refused for sure, a warning is likely to hurt, an info explains."""


@dataclass(frozen=True)
class Finding:
    """``rule`` is an id of the registry, ``path`` dotted wire names (``orq.fallbacks[1].model``).

    The picture's path is ``image``; the connection's are ``connection.api_key`` and ``connection.base_url``.
    ``message`` is one sentence of plain text that may quote the request. ``documented`` is false for what the vendor
    does not say about this call or its neighbours.
    """

    rule: str
    severity: Severity
    path: str
    message: str
    source: str
    documented: bool
    fix: Fix | None = None
