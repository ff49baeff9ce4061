"""Names that others chose, made harmless for a chart's labels."""

from __future__ import annotations

import re

LONGEST = 40


def plain(name: str) -> str:
    """Keep what model names are made of; everything else, such as markup and template braces, becomes a dot."""
    kept = re.sub(r"[^\w./:@+ -]", "·", name).strip() or "(no model)"
    return kept if len(kept) <= LONGEST else kept[: LONGEST - 1] + "…"
