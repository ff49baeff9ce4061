"""Words for how attempts and runs ended, and for what is known of a rule."""

from __future__ import annotations

DECISIONS = {"served": "served", "retry": "tried again", "fall_back": "fell back", "give_up": "gave up"}
"""What the router did after an attempt."""
RUN_STATES = {"failed": "no answer", "sending": "under way", "cancelled": "cancelled", "interrupted": "interrupted"}
"""How a run without a status ended."""


def basis(documented: bool, disputed: bool = False) -> str:
    """Return what is known of a rule: ``documented``, ``assumed``, or that the vendor's pages disagree on it."""
    return f"{'documented' if documented else 'assumed'}{', though its pages disagree' if disputed else ''}"
