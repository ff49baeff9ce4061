"""The newest requests: parts, sizes and hashes of what arrived. Never the key, never a picture."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from starlette.datastructures import Headers

from orq_ui.emulator.api_error import ApiError
from orq_ui.emulator.bounded_store import BoundedStore
from orq_ui.emulator.catalogue import stand_ins
from orq_ui.emulator.multipart_stage import Part
from orq_ui.routing import CacheOutcome, Ledger, Scenario

State = Literal["waiting", "playing", "served", "refused", "disconnected", "failed"]
"""``waiting`` is before routing; ``failed`` is a fault of the emulator itself, or its end."""
SHOWN_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
        "x-emulator-defaults",
        "x-emulator-scenario",
        "x-emulator-seed",
    }
)
"""A list of what may be kept, so that no header with a secret can slip in."""
SHOWN_CHARACTERS = 100_000
SHOWN_HEADER_CHARACTERS = 1_000
ROW_BYTES = 400
"""About what a row of a ledger holds in memory."""
_IN_LEDGER = frozenset({"scenario", "script_positions", "ledger", "played"})
"""Fields that the ledger's JSON shows, since they are not what arrived."""


@dataclass(kw_only=True)
class RequestRecord:
    """One request, filled in while it passes the stages; ``received_at`` is Unix seconds.

    ``seed`` is None for a request that was refused before it had one. ``script_positions`` is how many outcomes of each
    model's script earlier requests had played, where scripts go on from request to request.
    ``stand_ins`` are the models that were asked, or had answered before, although the catalogue does not list them.
    """

    id: str
    received_at: float
    path: str
    headers: dict[str, str]
    seed: int | None = None
    state: State = "waiting"
    status: int | None = None
    error: object = None
    served_by: str | None = None
    stand_ins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    body: dict[str, Any] | None = None
    parts: tuple[dict[str, Any], ...] = ()
    scenario: Scenario | None = None
    script_positions: Mapping[str, int] = field(default_factory=dict)
    ledger: Ledger | None = None
    played: int = 0

    @property
    def model(self) -> object:
        """What the body says, whatever its kind."""
        return (self.body or {}).get("model")

    def refuse(self, error: ApiError) -> None:
        """Note the error that ended it."""
        self.state, self.status, self.error = "refused", error.status, error.content()

    def to_json(self) -> dict[str, Any]:
        """Return what arrived and how it ended, as JSON values."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name not in _IN_LEDGER}

    def to_row(self) -> dict[str, Any]:
        """Return one row of the list."""
        names = ("id", "received_at", "seed", "state", "status", "served_by")
        return {**{name: getattr(self, name) for name in names}, "model": self.model, "parts": len(self.parts)}

    def size(self) -> int:
        """Return roughly the bytes that it holds: each text is in the parts, in the body, and maybe in a cache key."""
        rows = 0 if self.ledger is None else len(self.ledger.attempts)
        text_bytes: int = sum(part["size"] for part in self.parts if part["filename"] is None)
        return 2_000 + ROW_BYTES * rows + 3 * text_bytes


class RequestLog(BoundedStore[str, RequestRecord]):
    """The newest records by their ids, bounded in count and bytes."""

    def __init__(self, clock: Callable[[], float], max_count: int, max_bytes: int) -> None:
        super().__init__(max_count=max_count, max_bytes=max_bytes, size_of=RequestRecord.size)
        self._clock = clock

    def open(self, path: str, headers: Headers) -> RequestRecord:
        """Begin the record of a request that just arrived."""
        shown = {name: value[:SHOWN_HEADER_CHARACTERS] for name, value in headers.items() if name in SHOWN_HEADERS}
        record = RequestRecord(id=secrets.token_hex(12), received_at=self._clock(), path=path, headers=shown)
        self[record.id] = record
        return record

    def add_parts(self, record: RequestRecord, parts: tuple[Part, ...]) -> None:
        """Add what the body held."""
        record.parts = tuple(_part_json(part) for part in parts)
        self._grow(record)

    def add_ledger(self, record: RequestRecord, ledger: Ledger) -> None:
        """Add what the rules decided."""
        record.ledger, record.state = ledger, "playing"
        served = ledger.verdict.served
        if ledger.cache.outcome is CacheOutcome.HIT and ledger.cache.seed is not None:
            record.notes += (f"The cached answer was drawn with seed {ledger.cache.seed}.",)
        record.stand_ins = stand_ins([*(attempt.model for attempt in ledger.attempts), *([served] if served else ())])
        record.notes += tuple(
            f"The catalogue does not list {model[:100]}, so a stand-in was used for it." for model in record.stand_ins
        )
        self._grow(record)

    def newest(self) -> list[RequestRecord]:
        """Return all that are kept, newest first."""
        return list(self.values())[::-1]

    def _grow(self, record: RequestRecord) -> None:
        if record.id in self:  # else it was dropped while its request was still under way
            self[record.id] = record


def _part_json(part: Part) -> dict[str, Any]:
    """Return one part: ``size`` in bytes; ``text`` of a field, None of a file or of bytes that are not UTF-8."""
    return {
        "name": part.name,
        "filename": part.filename,
        "content_type": part.content_type,
        "size": len(part.content),
        "sha256": part.sha256,
        "text": _shown_text(part),
    }


def _shown_text(part: Part) -> str | None:
    if part.filename is not None and not (part.content_type or "").startswith(("application/json", "text/")):
        return None
    try:
        return part.content.decode()[:SHOWN_CHARACTERS]
    except UnicodeDecodeError:
        return None
