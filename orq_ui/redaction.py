"""Mask secrets: the key in whatever came back, before anybody reads, stores or logs it, and values by their names."""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

MASK = "••••••••"
BEARER_MASK = f"Bearer {MASK}"
SECRET_HEADERS = frozenset({"set-cookie", "authorization", "proxy-authorization", "cookie"})
QUALIFIERS = (
    r"(?:\d{1,4}|values?|plain|text|raw|old|new|prod(?:uction)?|dev(?:elopment)?|stag(?:e|ing)|test(?:ing)?|sandbox|live"
    r"|local|default|primary|secondary|backup)"
)
"""What may follow the name of a secret, which it stays: ``password2``, ``API_KEY_PROD``."""
# Only `token` stays in the singular: `max_tokens` and its like are numbers of the model's.
_SECRET_NAME = re.compile(
    r"(authorization|(api|secret|access|private|auth|subscription|account|encryption|signing|master)keys?|accesskeyid"
    r"|token|secrets?|passwor[dt]s?|kennwort|wachtwoord|motdepasse|contrase[nñ]a|senha|passwd|pwd|passphrase|passcode|credentials?|bearer|jwt|connectionstring"
    r"|(db|database|user|smtp|mysql|postgres|pg|redis|mongo|ftp|ssh|admin|root|mail|proxy|login)pass)"
    rf"{QUALIFIERS}{{0,2}}$"
)


_BEFORE_A_KEY = r"""\bbearer\s{1,9}|(?:key|token)(?: provided)?["']?\s{0,9}[:=]\s{0,9}["']?"""
_WITHOUT_KEY = re.compile(
    r"age|connection|content-(encoding|language|length|type)|date|keep-alive|retry-after|server|transfer-encoding|vary"
    r"|x-ratelimit-.*"
)
"""Response headers whose values are numbers, dates or words of HTTP."""
SHORTEST_KEY = 8
"""Characters; a shorter key, such as ``test`` for a server of one's own, is also a word or a part of one."""


@dataclass(frozen=True)
class Redactor:
    """Knows one key in each spelling in which a response may repeat it: plain, JSON, URL, HTML, base64, hex.

    ``short`` is a key of less than :data:`SHORTEST_KEY` characters. It is masked where a key stands: after ``Bearer``
    or ``key:``, as a header's whole value, and as a whole value under a name like ``api_key``.
    """

    spellings: tuple[str, ...] = field(default=(), repr=False)
    short: str = field(default="", repr=False)

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Redactor:
        """Return the redactor of a request's key, from the request's headers."""
        key = headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if len(key) < SHORTEST_KEY:
            return cls(short=key)
        plain = key.encode("utf-8", "replace")
        # As JSON within JSON too; many writers escape slashes.
        spelt = {key, in_json := json.dumps(key)[1:-1], json.dumps(in_json)[1:-1]}
        spelt |= {spelling.replace("/", "\\/") for spelling in spelt} | {quote(key), quote(key, safe="")}
        spelt |= {html.escape(key), html.escape(key, quote=False), plain.hex(), plain.hex().upper()}
        spelt |= {encode(plain).decode().rstrip("=") for encode in (base64.b64encode, base64.urlsafe_b64encode)}
        return cls(tuple(sorted(spelt, key=len, reverse=True)))

    def text(self, text: str) -> str:
        """Return the text with the key masked."""
        for spelling in self.spellings:
            text = text.replace(spelling, MASK)
        if self.short:
            text = re.sub(rf"(?i:({_BEFORE_A_KEY})){re.escape(self.short)}(?!\w)", rf"\g<1>{MASK}", text)
        return text

    def value(self, value: Any) -> Any:
        """Return a JSON value with the key masked in every text and name; a tuple is a list in JSON."""
        if isinstance(value, dict):
            return {
                self.text(name): MASK if self._is_short_key(item) and is_secret_name(name) else self.value(item)
                for name, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return self.text(value) if isinstance(value, str) else value

    def headers(self, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return header pairs in their order, names in lower case, cookies and the key masked."""
        return mask_headers(
            (self.text(name.lower()), MASK if self._is_short_key_of(name, value) else self.text(value))
            for name, value in pairs
        )

    def _is_short_key_of(self, header: str, value: str) -> bool:
        """Return whether a header repeats the key; ``retry-after: 7`` says something else, whatever the key is."""
        return self._is_short_key(value) and not _WITHOUT_KEY.fullmatch(header.lower())

    def _is_short_key(self, value: Any) -> bool:
        return bool(self.short) and isinstance(value, str) and value.strip() == self.short


def mask_headers(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return header pairs in their order, cookies and credentials masked."""
    return tuple((name, MASK if name.lower() in SECRET_HEADERS else value) for name, value in pairs)


def is_secret_name(name: str) -> bool:
    """Return whether a value under this key is a secret by its name, whatever its case, width and hyphens."""
    return bool(_SECRET_NAME.search(re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())))


def mask_named_secrets(value: Any) -> Any:
    """Return a JSON value in which each value under a key named like a secret is masked, at every level.

    ``X-Api-Key``, ``apiKey`` and ``ACCESS_TOKEN`` are such names. A secret under an innocent name is not seen.
    """
    if isinstance(value, dict):
        return {name: MASK if is_secret_name(name) else mask_named_secrets(item) for name, item in value.items()}
    return [mask_named_secrets(item) for item in value] if isinstance(value, list) else value
