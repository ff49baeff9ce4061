"""What arrived, told back: parts, sizes and hashes of the newest requests. Never the key, never a picture."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from starlette.datastructures import Headers

from orq_ui.emulator.multipart_stage import Part
from orq_ui.emulator.refusal import Refusal
from orq_ui.routing import Ledger, Scenario

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
        "x-emulator-scenario",
    }
)
"""A list of what may be kept, so that no header with a secret can slip in."""
SHOWN_CHARACTERS = 100_000
SHOWN_HEADER_CHARACTERS = 1_000
ROW_BYTES = 400
"""About what a row of a ledger holds in memory."""
_TOLD_APART = frozenset({"scenario", "ledger", "played"})
"""Fields that belong to the ledger's account of a request, not to what arrived."""


@dataclass(frozen=True)
class PartRecord:
    """One part: ``size`` in bytes; ``text`` for a field, None for a file or for bytes that are not UTF-8."""

    name: str
    filename: str | None
    content_type: str | None
    size: int
    sha256: str
    text: str | None

    @classmethod
    def of(cls, part: Part) -> PartRecord:
        """Describe a part."""
        return cls(part.name, part.filename, part.content_type, len(part.content), part.sha256, _shown(part))


@dataclass
class Record:
    """One request, filled in while it passes the stages; ``received_at`` is Unix seconds."""

    id: str
    received_at: float
    path: str
    headers: dict[str, str]
    state: State = "waiting"
    status: int | None = None
    error: object = None
    served_by: str | None = None
    notes: tuple[str, ...] = ()
    body: dict[str, Any] | None = None
    parts: tuple[PartRecord, ...] = field(default=())
    scenario: Scenario | None = None
    ledger: Ledger | None = None
    played: int = 0

    @property
    def model(self) -> object:
        """What the body says, whatever its kind."""
        return (self.body or {}).get("model")

    def refuse(self, refusal: Refusal) -> None:
        """Note the answer that ended it."""
        self.state, self.status, self.error = "refused", refusal.status, refusal.envelope()["error"]

    def shown(self) -> dict[str, Any]:
        """What arrived and how it ended, as JSON values."""
        shown = {item.name: getattr(self, item.name) for item in fields(self) if item.name not in _TOLD_APART}
        return {**shown, "parts": [asdict(part) for part in self.parts]}

    def short(self) -> dict[str, Any]:
        """One row of the list."""
        names = ("id", "received_at", "state", "status", "served_by")
        return {**{name: getattr(self, name) for name in names}, "model": self.model, "parts": len(self.parts)}

    @property
    def weight(self) -> int:
        """Roughly the bytes that it holds: each text is kept as it came, in the body, and maybe in the cache key."""
        rows = 0 if self.ledger is None else len(self.ledger.attempts)
        return 2_000 + ROW_BYTES * rows + 3 * sum(part.size for part in self.parts if part.filename is None)


class RecordStore:
    """The newest records, bounded in count and weight."""

    def __init__(self, clock: Callable[[], float], most: int, most_bytes: int) -> None:
        self._clock, self._most, self._most_bytes = clock, most, most_bytes
        self._kept: OrderedDict[str, Record] = OrderedDict()
        self._weights: dict[str, int] = {}
        self._weight = 0

    def open(self, path: str, headers: Headers) -> Record:
        """Begin the record of a request that just arrived."""
        shown = {name: value[:SHOWN_HEADER_CHARACTERS] for name, value in headers.items() if name in SHOWN_HEADERS}
        record = Record(secrets.token_hex(12), self._clock(), path, shown)
        self._kept[record.id] = record
        self._weigh(record)
        return record

    def arrived(self, record: Record, parts: tuple[Part, ...]) -> None:
        """Add what the body held."""
        record.parts = tuple(PartRecord.of(part) for part in parts)
        self._weigh(record)

    def routed(self, record: Record, ledger: Ledger) -> None:
        """Add what the rules decided."""
        record.ledger, record.state = ledger, "playing"
        self._weigh(record)

    def get(self, record_id: str) -> Record | None:
        """The record, or None when it is gone or never was."""
        return self._kept.get(record_id)

    def newest(self) -> list[Record]:
        """All that are kept, newest first."""
        return list(reversed(self._kept.values()))

    def _weigh(self, record: Record) -> None:
        """Take a record's weight anew, and let the oldest go where all weigh too much."""
        if record.id not in self._kept:
            return  # it went while its request was still under way
        self._weight += record.weight - self._weights.get(record.id, 0)
        self._weights[record.id] = record.weight
        while len(self._kept) > self._most or (self._weight > self._most_bytes and len(self._kept) > 1):
            oldest, _ = self._kept.popitem(last=False)
            self._weight -= self._weights.pop(oldest)


def _shown(part: Part) -> str | None:
    if part.filename is not None and not (part.content_type or "").startswith(("application/json", "text/")):
        return None
    try:
        return part.content.decode()[:SHOWN_CHARACTERS]
    except UnicodeDecodeError:
        return None
