"""What is remembered of one send, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from orq_ui.errors import OrqUiError
from orq_ui.imaging import EXTENSIONS, MissingPicture

State = Literal["sending", "done", "failed", "cancelled", "interrupted"]
"""``interrupted`` is a send whose server ended before the answer was kept."""
Link = Literal["replay", "variation"]
SOURCE = -1
"""The place of the source picture; those of the results count from 0."""


@dataclass(frozen=True)
class Kept:
    """A picture whose bytes the store holds. ``size`` is in bytes, ``width`` and ``height`` in pixels as stored."""

    place: int
    name: str
    media_type: str
    sha256: str
    size: int
    width: int
    height: int

    @property
    def extension(self) -> str:
        """``png``, ``webp`` or ``jpg``."""
        return EXTENSIONS[self.media_type]


@dataclass(frozen=True)
class KeptPart:
    """One part of the multipart body as it went out: a field has its ``text``, the picture's file has None."""

    name: str
    filename: str | None
    content_type: str | None
    text: str | None
    size: int
    sha256: str


@dataclass(frozen=True)
class Sent:
    """What went over the wire, the key masked. ``digest`` is that of the wire as it was sent."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    parts: tuple[KeptPart, ...]
    timeout_s: float
    digest: str


@dataclass(frozen=True)
class Parent:
    """The run that this one was made from: sent again, or with its result number ``place`` as the source."""

    run_id: str
    link: Link
    place: int | None = None


@dataclass(frozen=True)
class Brief:
    """One line of the list. Times are Unix seconds; ``status`` is HTTP's, None when nothing was answered."""

    id: str
    state: State
    started_at: float
    duration_ms: float | None
    model: str
    served: str | None
    host: str
    emulated: bool
    status: int | None
    title: str
    starred: bool
    note: str
    tags: tuple[str, ...]
    parent: Parent | None
    imported: bool
    source: Kept | None
    results: tuple[Kept | MissingPicture, ...]

    @property
    def pictures(self) -> tuple[Kept, ...]:
        """The results whose bytes are there."""
        return tuple(result for result in self.results if isinstance(result, Kept))


@dataclass(frozen=True)
class Run:
    """One send, whole but for the bytes of its pictures, which the store gives by their place.

    ``request`` is the JSON body as sent, ``response`` the router's with blobs elided, ``timings`` are milliseconds by
    phase, ``ledger`` is the emulator's account, ``notes`` are (place, reason, detail) of odd pictures. ``origin`` and
    ``parent_origin`` are the ids that this run and its parent were first given, where that was on another machine.
    """

    brief: Brief
    owner: str = field(repr=False)
    request: Mapping[str, Any] = field(repr=False)
    sent: Sent = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    timings: Mapping[str, float] = field(default_factory=dict)
    response: Mapping[str, Any] | None = field(default=None, repr=False)
    ledger: Mapping[str, Any] | None = field(default=None, repr=False)
    error: OrqUiError | None = None
    notes: tuple[tuple[int, str, str], ...] = ()
    origin: str | None = None
    parent_origin: str | None = None

    @property
    def id(self) -> str:
        """Unguessable, and the same for ever."""
        return self.brief.id
