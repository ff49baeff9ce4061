"""What the charts share: a colour for each outcome, the look of a title, and names of others made harmless."""

from __future__ import annotations

import re
from typing import Any

# Legible on light and dark, and told apart by lightness too.
SERVED = "#2f9e6b"
RETRIED = "#e0a22b"
FELL_BACK = "#d9772b"
FAILED = "#c6413f"
WAITED = "#9a9189"

BY_DECISION = {"served": SERVED, "retry": RETRIED, "fall_back": FELL_BACK, "give_up": FAILED}
TITLE_PX = 30
"""What a title takes of a chart's height."""
MAX_NAME = 40
"""Characters of a name in a chart."""


def title(text: str) -> dict[str, Any]:
    """Return the part of an ECharts option that draws a title in a chart's first ``TITLE_PX``."""
    return {"title": {"text": text, "left": 0, "top": 0, "textStyle": {"fontSize": 14}}}


def safe_name(name: str) -> str:
    """Keep what model names are made of; everything else, such as markup and template braces, becomes a dot."""
    kept = re.sub(r"[^\w./:@+ -]", "·", name).strip() or "(no model)"
    return kept if len(kept) <= MAX_NAME else kept[: MAX_NAME - 1] + "…"
