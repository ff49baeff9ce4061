"""One colour for each outcome, legible on light and dark, told apart by lightness too."""

from __future__ import annotations

SERVED = "#2f9e6b"
RETRIED = "#e0a22b"
FELL_BACK = "#d9772b"
FAILED = "#c6413f"
WAITED = "#9a9189"
TIMEOUT = "#7b61b8"

BY_DECISION = {"served": SERVED, "retry": RETRIED, "fall_back": FELL_BACK, "give_up": FAILED}
WORDS = {"served": "served", "retry": "tried again", "fall_back": "fell back", "give_up": "gave up"}
