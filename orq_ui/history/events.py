"""What the store is told of a send: once before the request leaves, once when it has ended."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from orq_ui.errors import OrqUiError
from orq_ui.history.run import SOURCE, Outcome, Parent, Run, SentPart, SentRequest, StoredFile, StoredPicture
from orq_ui.imaging import MissingPicture, Picture, UnshownPicture
from orq_ui.redaction import Redactor
from orq_ui.wire import Wire

EMULATOR = "emulator"


def new_id() -> str:
    """Return an id for a run: 128 random bits in hex."""
    return secrets.token_hex(16)


@dataclass(frozen=True, kw_only=True)
class RunStarted:
    """Before the request leaves. ``wire`` may still hold the key; what is kept has it masked wherever it appears."""

    owner: str
    request: Mapping[str, Any] = field(repr=False)
    wire: Wire
    picture: Picture | None = None
    emulated: bool = False
    parent: Parent | None = None
    id: str = field(default_factory=new_id)
    started_at: float = field(default_factory=time.time)

    @property
    def redactor(self) -> Redactor:
        """The redactor of the request's key."""
        return Redactor.of(self.wire.headers)

    def to_run(self) -> Run:
        """Return the run as it is before the answer."""
        redactor = self.redactor
        request = redactor.value(dict(self.request))
        source = None if self.picture is None else stored_picture(SOURCE, self.picture, redactor)
        sent = sent_request(self.wire, redactor)
        return Run(
            id=self.id,
            state="sending",
            started_at=self.started_at,
            model=str(request.get("model") or ""),
            # The port of the built-in emulator may change with each start, but it is one place.
            host=EMULATOR if self.emulated else urlsplit(sent.url).netloc,
            emulated=self.emulated,
            title=title_of(request, source),
            parent=self.parent,
            source=source,
            owner=self.owner,
            request=request,
            sent=sent,
        )


@dataclass(frozen=True, kw_only=True)
class RunFinished:
    """After the call has ended, in whichever way. ``pictures`` has one entry for each of the reply, in its order."""

    state: Literal["done", "failed", "cancelled"]
    duration_ms: float
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    timings: Mapping[str, float] = field(default_factory=dict)
    response: Mapping[str, Any] | None = field(default=None, repr=False)
    pictures: tuple[Picture | MissingPicture, ...] = ()
    notes: tuple[tuple[int | None, str, str], ...] = ()
    ledger: Mapping[str, Any] | None = field(default=None, repr=False)
    error: OrqUiError | None = None

    @property
    def served(self) -> str | None:
        """The model that answered, where the ledger names one."""
        return served_by(self.ledger)

    def outcome(self, redactor: Redactor) -> dict[str, Any]:
        """Return the JSON of :class:`Outcome`, the key masked."""
        outcome = Outcome.model_validate(self, from_attributes=True)
        return {name: redactor.value(value) for name, value in outcome.model_dump().items()}


def served_by(ledger: Mapping[str, Any] | None) -> str | None:
    """Return the model that answered, where a ledger names one."""
    verdict = (ledger or {}).get("verdict")
    return (str(verdict.get("served") or "") or None) if isinstance(verdict, Mapping) else None


def stored_picture(place: int, picture: Picture, redactor: Redactor) -> StoredPicture:
    """Return what is known of a picture without its bytes."""
    return StoredPicture(
        place=place,
        name=redactor.text(picture.name),
        media_type=picture.media_type,
        sha256=picture.sha256,
        size=len(picture.bytes),
        width=picture.width,
        height=picture.height,
    )


def stored_file(place: int, unshown: UnshownPicture, redactor: Redactor) -> StoredFile:
    """Return what is known of a variation that cannot be shown, without its bytes."""
    return StoredFile(
        place=place,
        reason=redactor.text(unshown.reason),
        detail=redactor.text(unshown.detail),
        name=unshown.name,
        sha256=unshown.sha256,
        size=len(unshown.bytes),
    )


def sent_request(wire: Wire, redactor: Redactor) -> SentRequest:
    """Return the wire with the picture's content known by its hash."""
    parts = tuple(
        SentPart(
            name=redactor.text(part.name),
            filename=None if part.filename is None else redactor.text(part.filename),
            content_type=part.content_type,
            text=None if part.text is None else redactor.text(part.text),
            size=len(part.content),
            sha256=hashlib.sha256(part.content).hexdigest(),
        )
        for part in wire.parts
    )
    return SentRequest(
        method=wire.method,
        url=redactor.text(wire.url),
        headers=redactor.value([*wire.redacted().headers.items()]),
        parts=parts,
        timeout_s=wire.timeout_s,
        digest=wire.digest,
    )


def title_of(request: Mapping[str, Any], source: StoredPicture | None) -> str:
    """Return what a person would call it: the ``name`` option, or else the picture's name."""
    nested = request.get("orq")
    name = request.get("name") or (nested.get("name") if isinstance(nested, Mapping) else None)
    return str(name or (source.name if source else ""))
