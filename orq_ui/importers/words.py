"""What a command line is split into, whatever the shell."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_WORDS = 20_000
TOO_MANY = f"has more than {MOST_WORDS:,} words"


@dataclass(frozen=True)
class Word:
    """One argument. ``index`` is where it begins; ``lacks`` names what only a shell would know of its value."""

    text: str
    index: int = 0
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """One command; ``files`` are contents that the shell itself hands over, by path, ``-`` for the standard input."""

    words: tuple[Word, ...]
    files: dict[str, str] = field(default_factory=dict)
