"""Long texts cut for a table, around the place where they part."""

from __future__ import annotations

from itertools import takewhile

LONGEST = 300
"""Characters; a text with no more is shown whole."""
BEFORE = 60
"""Characters that are shown of what two long texts share before they part."""


def excerpts(first: str, second: str) -> tuple[str, str]:
    """Both texts, cut where they are long, so that the first difference is seen in each."""
    if max(len(first), len(second)) <= LONGEST:
        return first, second
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
    start = max(0, shared - BEFORE) if shared > LONGEST // 2 else 0
    return _cut(first, start), _cut(second, start)


def _cut(text: str, start: int) -> str:
    piece = text[start : start + LONGEST]
    head = "… " if start else ""
    return f"{head}{piece}" if start + LONGEST >= len(text) else f"{head}{piece} … ({len(text):,} characters)"
