"""Keys in a pasted text, found by what is around them and by how keys look."""

from __future__ import annotations

import re
from typing import Any

from orq_ui.importers.imported import Code, Findings
from orq_ui.redaction import MASK, is_secret_name

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
        # The next name of an object is no value: {"key": "Authorization", "value": …}.
        rf"\s{{0,4}}[\\\"'^$(]{{0,6}}({_VALUE}{{1,8192}}+)(?![\\\"']{{1,4}}\s{{0,4}}:)",
        re.IGNORECASE,
    ),
    re.compile(r"://[^\s/@'\":]{0,256}:([^\s/@'\"]{1,512})@"),
    # A query's.
    re.compile(rf"[?&](?:token|key|sig|signature)=({_VALUE}{{1,8192}}+)", re.IGNORECASE),
)
_KEY_NAME = re.compile(
    r"(?:x[-_])?(?:api[-_]?key|authorization|access[-_]?token|auth[-_]?token|cookies?)", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"[$%<{(].*|(?:process|os|import|deno)\b.*|(?:your|my)[-_ ].*|bearer|basic"
    r"|.*(?:environ|getenv|API_KEY|apiKey).*|[•*x.…]{3,}|\[?redacted\]?",
    re.IGNORECASE,
)


def is_key_name(name: str) -> bool:
    """Return whether what has this name is a key, never a field of the request."""
    return _KEY_NAME.fullmatch(name) is not None or is_secret_name(name)


def without_keys(value: Any, findings: Findings) -> Any:
    """Return a JSON value without its keys, each with a note: by the name of a member, or of a name/value pair."""
    if isinstance(value, dict):
        kept = {}
        for name, member in value.items():
            # What holds no text holds no key.
            if is_key_name(name) and any(_texts(member)):
                if not drop_key(name, member, findings):
                    findings.ignore(name, "is where a key goes, and the page has its own")
            elif not _is_pair(member):
                kept[name] = without_keys(member, findings)
            else:
                drop_key(*_pair(member), findings)
        return kept
    if isinstance(value, list):
        for item in value:
            if _is_pair(item):
                drop_key(*_pair(item), findings)
        return [without_keys(item, findings) for item in value if not _is_pair(item)]
    return value


def drop_key(name: str, value: Any, findings: Findings) -> bool:
    """Note that a key was dropped; return False where there is only what says that one is to go there."""
    texts = [re.sub(r"^\s*(?:bearer|basic|token)\s+", "", text, flags=re.IGNORECASE).strip() for text in _texts(value)]
    keys = {text for text in texts if not is_placeholder(text)}
    if not isinstance(value, str):
        # Within an object at that place are ordinary words too, and the names of headers.
        keys = {key for key in keys if len(key) >= SHORTEST and not _KEY_NAME.fullmatch(key)}
    if keys:
        findings.secrets |= keys
        findings.add(Code.KEY_DROPPED, name)
    return bool(keys)


def mask_in_place(text: str) -> str:
    """Return a text with each key masked that its surroundings tell, however short: ``Bearer abc``."""
    for pattern in _SECRETS:
        text = pattern.sub(_masked, text)
    return text


def _masked(found: re.Match[str]) -> str:
    start, end = found.span(1)
    ordinary = is_placeholder(found[1]) or re.match(r"(?:%20)?basic", found[0], re.IGNORECASE)
    # A word that others follow is one of a sentence: "bearer of news".
    ordinary = ordinary or re.fullmatch(r"[a-z]{1,7} [a-z]\w*", found.string[start : end + 3], re.IGNORECASE)
    return found[0] if ordinary else found[0][: start - found.start()] + MASK + found[0][end - found.start() :]


_PAIR_NAMES = ("name", "key", "header")


def _is_pair(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value and is_key_name(_pair(value)[0])


def _pair(value: dict[str, Any]) -> tuple[str, Any]:
    name = next((value[name] for name in _PAIR_NAMES if isinstance(value.get(name), str)), "")
    return name, value["value"]


def _texts(value: Any) -> list[str]:
    """Return the texts in a JSON value."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict | list):
            waiting += item.values() if isinstance(item, dict) else item
        elif isinstance(item, str):
            found.append(item)
    return found


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
