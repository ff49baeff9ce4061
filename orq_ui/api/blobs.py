"""Long binary texts out of what people read."""

from __future__ import annotations

import re
from typing import Any

MAX_LENGTH = 512
"""Characters; a value longer than this with no space in it, or in long lines of that, is taken for a blob."""
_LINE = r"[A-Za-z0-9+/_=-]{40,}"  # longer than a word, and shorter than a line of base64
_BLOB = re.compile(rf"(?:data:[\w/+.;=-]{{1,80}},)?\s*{_LINE}(?:\s+{_LINE})*(?:\s+[A-Za-z0-9+/_=-]+)?\s*", re.ASCII)


def elide(value: Any, known: frozenset[str] = frozenset()) -> Any:
    """Return a JSON value with base64 blobs and data: URIs cut to their beginning and a count.

    ``known`` are texts that are blobs, whatever they look like.
    """
    if isinstance(value, dict):
        return {name: elide(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [elide(item, known) for item in value]
    if isinstance(value, str) and len(value) > MAX_LENGTH and (value in known or _BLOB.fullmatch(value)):
        return f"{value[:48]}… ({len(value):,} characters)"
    return value
