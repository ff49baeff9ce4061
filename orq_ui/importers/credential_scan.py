"""Keys taken out of a pasted JSON value: by the names of members, of name/value pairs, and within texts."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from orq_ui.importers.credential_patterns import (
    HEADER_NAME,
    is_key_name,
    is_placeholder,
    key_texts,
    looks_random,
    may_be_key_name,
)
from orq_ui.importers.imported import Code, Findings
from orq_ui.importers.positions import DEEPEST
from orq_ui.json_safety import nests_deeper

SHORTEST = 8
"""Characters; a shorter text is not taken out of others, for it may be any word."""
_PAIR_NAMES = ("name", "key", "header", "field", "param", "id", "k")
_PAIR_VALUES = ("value", "val", "content", "v")
_DEEPEST_TEXT = 5
"""Levels of JSON within a text within JSON."""


def without_keys(value: Any, findings: Findings, path: str = "", level: int = 0) -> Any:
    """Return a JSON value without its keys, each with a note of its path.

    A key is known by the name of its member, of its name/value pair, or of the text before it in a list such as
    ``["X-Api-Key", "…"]``; what only may be a key's name counts where the value looks like a key. JSON within a text
    is read too.
    """
    if isinstance(value, dict):
        return _members(value, findings, path, level)
    if isinstance(value, list):
        return _items(value, findings, path, level)
    return _text(value, findings, path, level) if isinstance(value, str) else value


def _members(value: dict[str, Any], findings: Findings, path: str, level: int) -> dict[str, Any]:
    kept = {}
    for name, member in value.items():
        place = f"{path}.{name}" if path else name
        if _is_pair(member):
            drop_key(*_pair(member), findings, place)
        # What holds no text holds no key.
        elif not _is_key(name, member):
            kept[name] = without_keys(member, findings, place, level)
        elif not drop_key(name, member, findings, place):
            findings.ignore(place, "is where a key goes, and the page has its own")
    return kept


def _items(value: list[Any], findings: Findings, path: str, level: int) -> list[Any]:
    kept: list[Any] = []
    before: Any = None
    for place, item in enumerate(value):
        if _is_pair(item):
            name, secret = _pair(item)
            drop_key(name, secret, findings, f"{path}[{place}] {name}".strip())
        elif isinstance(before, str) and isinstance(item, str) and _is_header(before, item):
            # Names and values in turn, as a pair or as Node's rawHeaders.
            drop_key(before, item, findings, f"{path}[{place}]")
        else:
            kept.append(without_keys(item, findings, f"{path}[{place}]", level))
        before = item
    return kept


def _text(value: str, findings: Findings, path: str, level: int) -> str:
    """Return a text without the keys of the JSON that it is, plain or in base64."""
    inner = _json_in(value) if level < _DEEPEST_TEXT else None
    if inner is None or nests_deeper(inner, DEEPEST):
        return value
    clear = without_keys(inner, findings, path, level + 1)
    if clear == inner:
        return value
    plain = json.dumps(clear, ensure_ascii=False)
    return plain if value.lstrip()[:1] in ("{", "[", '"') else base64.b64encode(plain.encode()).decode()


def _json_in(text: str) -> Any:
    start = text.lstrip()
    if start[:3] == "eyJ" and "." not in start:
        try:
            start = base64.b64decode(start + "=" * (-len(start) % 4), altchars=b"-_").decode()
        except (binascii.Error, ValueError):
            return None
    if start[:1] not in ("{", "[", '"'):
        return None
    try:
        return json.loads(start)
    except (ValueError, RecursionError):
        return None


def _is_key(name: str, value: Any) -> bool:
    if is_key_name(name):
        return any(_texts(value))
    return may_be_key_name(name) and any(looks_random(text) for text in _own_texts(value))


def _is_header(name: str, value: str) -> bool:
    """Return whether a text is the value of the one before it in a list; ``["token", "beta"]`` are words."""
    likely = "-" in name or name.lower() in ("authorization", "cookie") or looks_random(value)
    return likely and _is_key(name, value)


def drop_key(name: str, value: Any, findings: Findings, path: str = "") -> bool:
    """Note that a key was dropped; return False where there is only what says that one is to go there."""
    keys = {key for text in _texts(value) for key in key_texts(name, text)}
    texts = [text for text in _texts(value) if not is_placeholder(text.strip())]
    if not isinstance(value, str):
        # Within an object at that place are ordinary words too, and the names of headers.
        keys = {key for key in keys if len(key) >= SHORTEST and not HEADER_NAME.fullmatch(key)}
    if not keys and not (isinstance(value, str) and "cookie" in name.lower() and texts):
        return False
    findings.secrets |= keys
    findings.add(Code.KEY_DROPPED, path or name)
    return True


def _is_pair(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    name, held = _pair(value)
    return bool(name) and _is_key(name, held)


def _pair(value: dict[str, Any]) -> tuple[str, Any]:
    """Return the name and the value of ``{"name": …, "value": …}`` in any of its spellings; no name for no pair."""
    members = {name.casefold(): member for name, member in value.items()}
    held = next((members[name] for name in _PAIR_VALUES if name in members), None)
    names = (members[name] for name in _PAIR_NAMES if isinstance(members.get(name), str))
    return ("", None) if held is None else (next((name for name in names if _is_key(name, held)), ""), held)


def _own_texts(value: Any) -> list[str]:
    """Return a text, or the texts of a list."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _texts(value: Any) -> list[str]:
    """Return the texts in a JSON value; of a name/value pair, the value's."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            held = [member for name, member in item.items() if name.casefold() in _PAIR_VALUES]
            waiting += held or item.values()
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, str):
            found.append(item)
    return found
