"""What the charts share: one colour for each outcome, and names that others chose made harmless."""

from __future__ import annotations

import re

# Legible on light and dark, and told apart by lightness too.
SERVED = "#2f9e6b"
RETRIED = "#e0a22b"
FELL_BACK = "#d9772b"
FAILED = "#c6413f"
WAITED = "#9a9189"

BY_DECISION = {"served": SERVED, "retry": RETRIED, "fall_back": FELL_BACK, "give_up": FAILED}
MAX_NAME = 40
"""Characters of a name in a chart."""


def safe_name(name: str) -> str:
    """Keep what model names are made of; everything else, such as markup and template braces, becomes a dot."""
    kept = re.sub(r"[^\w./:@+ -]", "·", name).strip() or "(no model)"
    return kept if len(kept) <= MAX_NAME else kept[: MAX_NAME - 1] + "…"
