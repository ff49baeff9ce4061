"""The pages of the playground, in the order of the navigation: the one place that knows their files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orq_ui import PLAYGROUND

FOLDER = PLAYGROUND / "pages"


@dataclass(frozen=True)
class Page:
    """A page's script, and how the navigation shows it."""

    path: Path
    title: str
    icon: str


VARIATIONS = Page(FOLDER / "play/variations.py", "Variations", ":material/auto_awesome:")
EXPLAIN = Page(FOLDER / "debug/explain.py", "Explain", ":material/account_tree:")
EMULATOR = Page(FOLDER / "debug/emulator.py", "Emulator", ":material/science:")
HISTORY = Page(FOLDER / "library/history.py", "History", ":material/history:")
CONNECTION = Page(FOLDER / "setup/connection.py", "Connection", ":material/cable:")

PAGES = (VARIATIONS, EXPLAIN, EMULATOR, HISTORY, CONNECTION)
"""The first is the one at `/`."""
