"""Writes values of a request into a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from orq_ui.json_safety import escape_surrogates
from orq_ui.lint.fix import Path

MAX_QUOTED = 60
"""Characters of a quoted text; the field itself shows the rest."""


def quote(text: str) -> str:
    """Return the text in quotes on one line, cut where it is long."""
    return escape_surrogates(json.dumps(_cut(text), ensure_ascii=False))


def quote_json(value: Any) -> str:
    """Return a value as JSON on one line, cut where it is long."""
    # A lone surrogate could not be shown at all.
    return escape_surrogates(_cut(json.dumps(value, ensure_ascii=False)))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}…"


def join_words(words: Iterable[object], last: str = "and") -> str:
    """Join words as a sentence does: ``408, 429 and 500``."""
    *first, end = [str(word) for word in words]
    return f"{', '.join(first)} {last} {end}" if first else end


def format_seconds(milliseconds: float) -> str:
    """Write milliseconds as seconds: ``746 s``, ``1.5 s``."""
    return f"{round(milliseconds / 1000, 1 if milliseconds < 60_000 else None):,} s"


def parse_path(path: str) -> Path:
    """Read a path of the contract's names: ``orq.fallbacks[1].model`` -> ``("orq", "fallbacks", 1, "model")``."""
    return tuple(int(row) if row else name for name, row in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path) if name or row)
