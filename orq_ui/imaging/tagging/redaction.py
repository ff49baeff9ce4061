"""A request without the secrets that its keys give away by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from orq_ui.errors import InvalidInput

HIDDEN = "•••"
DEEPEST = 100
"""Levels of nesting that a tag may have."""

# Only `token` stays in the singular: `max_tokens` and its like are numbers of the model's.
_SECRET = re.compile(
    r"(authorization|(api|secret|access|private)keys?|token|secrets?|passwords?|passwd|credentials?|bearer)$"
)


def redacted(body: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the body in which each value under a key named like a secret is ``•••``, at every level.

    ``X-Api-Key``, ``apiKey`` and ``ACCESS_TOKEN`` are such names. A secret under an innocent name is not seen.
    Raises :class:`InvalidInput` with ``too_deep`` for a body that no tag can carry.
    """
    return {name: HIDDEN if is_secret(name) else _redacted(value, 1) for name, value in body.items()}


def is_secret(name: str) -> bool:
    """Whether a value under this key is one to hide, whatever its case, hyphens and underscores."""
    return bool(_SECRET.search(re.sub(r"[\W_]", "", name.casefold())))


def _redacted(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise InvalidInput("request", "too_deep")
    if isinstance(value, Mapping):
        return {name: HIDDEN if is_secret(str(name)) else _redacted(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(item, depth + 1) for item in value]
    return value
