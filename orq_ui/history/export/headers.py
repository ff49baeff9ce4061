"""Headers of a run with what is secret masked, whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterable

from orq_ui.redaction import BEARER_MASK, MASK, SECRET_HEADERS

Headers = tuple[tuple[str, str], ...]


def sent_headers(pairs: Iterable[tuple[str, str]]) -> Headers:
    """A request's headers: of ``Authorization`` only the mask is left, as in a redacted wire."""
    return tuple((name, _sent(name.lower(), value)) for name, value in pairs)


def reply_headers(pairs: Iterable[tuple[str, str]]) -> Headers:
    """An answer's headers, cookies masked, as the client keeps them."""
    return tuple((name, MASK if name.lower() in SECRET_HEADERS else value) for name, value in pairs)


def _sent(name: str, value: str) -> str:
    if name == "authorization":
        return BEARER_MASK
    return MASK if name in SECRET_HEADERS else value
