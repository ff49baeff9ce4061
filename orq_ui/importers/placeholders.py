"""What pasted code holds besides plain JSON values: files, variables, and whatever is not known without running it.

A text of which only a part is not known has a gap there, so that what surrounds it can still be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.imported import Code, Findings
from orq_ui.importers.positions import LARGEST


@dataclass(frozen=True)
class PictureFile:
    """A file that the code opens; only its name is known."""

    name: str | None


@dataclass(frozen=True)
class FromEnvironment:
    """A value that the code takes from the environment; ``default`` is what the code says instead, maybe a key."""

    name: str
    default: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Unread:
    """An expression that is not a literal; nothing is run to find its value."""

    reason: str = "is not a plain value"


UNDEFINED: Any = object()
"""JavaScript's ``undefined``: as if the member did not exist."""


@dataclass(frozen=True)
class Call:
    """A call in pasted code: ``name`` is its dotted name without the calls and indexes in between.

    ``receiver`` is what it is a method of, ``place`` its line and column in words.
    """

    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any] = field(default_factory=dict)
    receiver: Any = None
    mistake: InvalidInput | None = None
    place: str = ""

    @property
    def verb(self) -> str:
        """The last step of the name."""
        return self.name.rpartition(".")[2]


@dataclass
class Pairs:
    """A form, headers or a query: which of them shows where it is used.

    A file's value is a list of its name, its content and its type. ``sendable`` is false for what no client sends as
    a body: a ``Map``, ``Headers``.
    """

    added: list[tuple[str, Any]] = field(default_factory=list)
    sendable: bool = True


# Random, so that no pasted text has a gap of its own.
_MARK = "\ufdd0" + token_hex(8)
_GAP = re.compile(f"{_MARK}([^\ufdd0\ufdd1]*)\ufdd1")


def joined(*pieces: Any) -> Any:
    """Return the pieces as one text, with a gap for each that is not known."""
    made = "".join(piece if isinstance(piece, str) else gap(piece) for piece in pieces)
    return made if len(made) <= LARGEST else Unread("is a text that is too long")


def gap(piece: Any) -> str:
    """Return what a value is within a text: nothing known, but for whole numbers, which JavaScript joins to texts."""
    if isinstance(piece, int) and not isinstance(piece, bool):
        return str(piece)
    if isinstance(piece, FromEnvironment):
        return f"{_MARK}${piece.name}\ufdd1"
    return f"{_MARK}{piece.reason if isinstance(piece, Unread) else Unread.reason}\ufdd1"


def fill_gaps(text: str) -> str:
    """Return a text as it can be shown or looked at, variables by their names: ``https://$HOST/v2``."""
    return _GAP.sub(lambda gap: gap[1] if gap[1].startswith("$") else "…", text)


def quote_gaps(text: str) -> str:
    """Return JSON whose gaps outside of strings are strings of their own: ``{"n": $N}`` can be parsed then."""
    return re.sub(rf'"(?:[^"\\]++|\\.)*+"?|{_GAP.pattern}', lambda m: m[0] if m[0][0] == '"' else f'"{m[0]}"', text)


def file_name(path: str) -> str:
    """Return the last step of a path, of whatever system."""
    return re.split(r"[/\\]", path)[-1]


def to_json(value: Any, path: str, findings: Findings) -> Any:
    """Return the JSON value in it, or UNDEFINED; what is not known is left out with a note, and nothing beside it.

    A picture stays what it is: its name is all that is read of it.
    """
    if path == "image":
        return value
    if isinstance(value, dict):
        members = {
            name: to_json(name if _GAP.search(name) else member, f"{path}.{name}" if path else name, findings)
            for name, member in value.items()
        }
        return {name: member for name, member in members.items() if member is not UNDEFINED}
    if isinstance(value, list):
        items = [to_json(item, f"{path}[{place}]", findings) for place, item in enumerate(value)]
        known = [item for item in items if item is not UNDEFINED]
        # An empty list would be a value of its own.
        return known if known or not value else UNDEFINED
    if isinstance(value, str):
        gap = _GAP.search(value)
        if gap is None:
            # A path of the code is a text of the body.
            return str(value)
        value = FromEnvironment(gap[1][1:]) if gap[1].startswith("$") else Unread(gap[1])
    if isinstance(value, FromEnvironment):
        findings.add(Code.FROM_ENVIRONMENT, path, value.name)
    elif isinstance(value, PictureFile | Pairs | Unread):
        findings.ignore(path, value.reason if isinstance(value, Unread) else "is not a plain value")
    else:
        return value
    return UNDEFINED
