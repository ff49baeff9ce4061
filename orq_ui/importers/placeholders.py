"""What an expression of pasted code stands for: a JSON value, or one of the few things that are not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from orq_ui.importers.imported import Code, Findings


@dataclass(frozen=True)
class PictureFile:
    """A file that the code opens; only its name is known."""

    name: str | None


@dataclass(frozen=True)
class FromEnvironment:
    """A value that the code takes from the environment; ``default`` is what stands in for it, maybe a key."""

    name: str
    default: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Unread:
    """An expression that is not a literal; nothing is run to find its value."""

    reason: str = "is not a plain value"


class Undefined:
    """JavaScript's ``undefined``: as if the member were not there."""


UNDEFINED = Undefined()


@dataclass(frozen=True)
class Call:
    """A call in pasted code: ``name`` is its dotted name without calls and indexes in between."""

    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any] = field(default_factory=dict)

    @property
    def verb(self) -> str:
        """The last step of the name."""
        return self.name.rpartition(".")[2]


def file_name(path: str) -> str:
    """The last step of a path, of whatever system."""
    return re.split(r"[/\\]", path)[-1]


def settled(value: Any, path: str, findings: Findings) -> Any:
    """The JSON value in it; what is not known is left out with a note, and the whole is UNDEFINED if nothing is."""
    if isinstance(value, dict):
        members = {
            name: settled(member, f"{path}.{name}" if path else name, findings) for name, member in value.items()
        }
        return {name: member for name, member in members.items() if member is not UNDEFINED}
    if isinstance(value, list):
        items = [settled(item, f"{path}[{place}]", findings) for place, item in enumerate(value)]
        return [item for item in items if item is not UNDEFINED]
    if isinstance(value, FromEnvironment):
        findings.add(Code.FROM_ENVIRONMENT, path, value.name)
        return UNDEFINED
    if isinstance(value, PictureFile):
        if path == "image" and value.name:
            findings.add(Code.PICTURE_NAMED, path, value.name)
        else:
            findings.ignore(path, "a file's content is not read")
        return UNDEFINED
    if isinstance(value, Unread):
        findings.ignore(path, value.reason)
        return UNDEFINED
    # A path of the code is a text of the body.
    return str(value) if isinstance(value, str) else value
