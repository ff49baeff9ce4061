"""Values of a request inside a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from orq_ui.lint.fix import Path

LONGEST = 60
"""Characters of a quoted text; the field itself shows the rest."""


def quoted(text: str) -> str:
    """The text in quotes on one line, cut where it is long."""
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    # A lone surrogate could not be shown at all.
    return json.dumps(short, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def listed(words: Iterable[object], last: str = "and") -> str:
    """``408, 429 and 500``."""
    *first, end = [str(word) for word in words]
    return f"{', '.join(first)} {last} {end}" if first else end


def seconds(milliseconds: float) -> str:
    """``746 s``, ``1.5 s``."""
    return f"{round(milliseconds / 1000, 1 if milliseconds < 60_000 else None):,} s"


def steps(path: str) -> Path:
    """``orq.fallbacks[1].model`` -> ``("orq", "fallbacks", 1, "model")``; for paths of the contract's own names."""
    return tuple(int(row) if row else name for name, row in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path) if name or row)
