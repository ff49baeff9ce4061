"""Keys in a pasted text, found by what is around them and by how keys look."""

from __future__ import annotations

import re

SHORTEST = 8
"""Characters; a shorter text is not taken out of others, for it may be any word."""

_VALUE = r"[^\s'\"`\\,;)}\]&^]"
_SHAPES = (
    re.compile(r"(sk-orq-[\w-]{8,8192}|\b(?:sk|pk|key)-[\w-]{16,8192})", re.ASCII),
    re.compile(r"(eyJ[\w-]{4,8192}\.[\w-]{2,8192}\.[\w-]{2,8192})", re.ASCII),
)
_SECRETS = (
    # A header's value, or what follows a scheme.
    re.compile(
        rf"(?:\b|%20)(?:bearer|basic)(?:\s|%20|\+){{1,4}}['\"]?((?=[\w$%<{{]){_VALUE}{{1,8192}})", re.IGNORECASE
    ),
    # A name for a key, then a value: apiKey: "...", api_key=..., ORQ_API_KEY='...', x-api-key: ...
    re.compile(
        r"(?:api[-_]?key|authorization|access[-_]?token|auth[-_]?token|secret|password)"
        r"(?:[\\\"'^]{0,6}\s{0,4}[:=,]|[\\\"'^\]]{0,6}\s{0,4}[:=])"
        rf"\s{{0,4}}[\\\"'^$(]{{0,6}}({_VALUE}{{1,8192}})",
        re.IGNORECASE,
    ),
    re.compile(r"://[^\s/@'\":]{0,256}:([^\s/@'\"]{1,512})@"),
)
_KEY_NAME = re.compile(r"(?:x[-_])?(?:api[-_]?key|authorization|access[-_]?token|auth[-_]?token|cookie)", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"[$%<{(].*|(?:process|os|import|deno)\b.*|(?:your|my)[-_ ].*|bearer|basic"
    r"|.*(?:environ|getenv|API_KEY|apiKey).*",
    re.IGNORECASE,
)


def is_key_name(name: str) -> bool:
    """Return whether what has this name is a key, never a field of the request."""
    return _KEY_NAME.fullmatch(name) is not None


def secrets_in(text: str) -> set[str]:
    """Return every text that is, or may be, a key; placeholders such as ``$ORQ_API_KEY`` are none."""
    found = {match[1] for pattern in _SECRETS for match in pattern.finditer(text)}
    return {secret for secret in found if not is_placeholder(secret)} | shapes_in(text)


def shapes_in(text: str) -> set[str]:
    """Return every text that looks like a key, whatever is around it."""
    return {match[1] for pattern in _SHAPES for match in pattern.finditer(text)}


def is_placeholder(value: str) -> bool:
    """Return whether a text only says where the key is to go."""
    return not value or _PLACEHOLDER.fullmatch(value) is not None
