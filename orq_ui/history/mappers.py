"""Values to rows and back, the key masked on the way in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row

from orq_ui.history.error_json import facts, failure
from orq_ui.history.events import Arrival, Departure
from orq_ui.history.run import SOURCE, Brief, Kept, KeptPart, Parent, Run, Sent
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.redaction import Redactor
from orq_ui.wire import Wire

LONGEST_SEARCH = 20_000
"""Characters of a run that can be searched."""
NO_KEY = Redactor()
EMULATOR = "emulator"


def clean(text: str) -> str:
    """Text that every database takes: no NUL, no half of a surrogate pair."""
    return text.replace("\0", "�").encode("utf-8", "replace").decode()


def departed(departure: Departure, server: str, redactor: Redactor) -> dict[str, Any]:
    """The row of ``runs`` before the answer."""
    wire, request = departure.wire, redactor.value(dict(departure.request))
    named = redactor.text(departure.picture.name) if departure.picture else ""
    return {
        "id": departure.id,
        "owner": departure.owner,
        "server": server,
        "state": "sending",
        "started_at": departure.started_at,
        "model": clean(str(request.get("model") or "")),
        # The built-in emulator's port may be another one after each start; it is one place all the same.
        "host": EMULATOR if departure.emulated else clean(urlsplit(redactor.text(wire.url)).netloc),
        "emulated": departure.emulated,
        "title": clean(_title(request, named)),
        "digest": wire.digest,
        # The request last: however long it is, the rest can be found.
        "search": search_text(named, request),
    }


def _title(request: Mapping[str, Any], picture: str) -> str:
    """What a person would call it: the ``name`` option, or else the picture's name."""
    nested = request.get("orq")
    named = request.get("name") or (nested.get("name") if isinstance(nested, Mapping) else None)
    return str(named or picture)


def sent_json(wire: Wire, redactor: Redactor) -> dict[str, Any]:
    """The wire for ``details``; the picture's content is known by its hash."""
    shown = wire.redacted()
    return {
        "method": shown.method,
        "url": redactor.text(shown.url),
        "headers": [[redactor.text(name), redactor.text(value)] for name, value in shown.headers.items()],
        "timeout_s": shown.timeout_s,
        "digest": wire.digest,
        "parts": [
            {
                "name": redactor.text(part.name),
                "filename": None if part.filename is None else redactor.text(part.filename),
                "content_type": part.content_type,
                "text": None if part.text is None else redactor.text(part.text),
                "size": len(part.content),
                "sha256": hashlib.sha256(part.content).hexdigest(),
            }
            for part in shown.parts
        ],
    }


def arrived(arrival: Arrival, redactor: Redactor) -> dict[str, Any]:
    """What the end of a call changes in the row of ``runs``."""
    verdict = (arrival.ledger or {}).get("verdict") or {}
    return {
        "state": arrival.state,
        "duration_ms": arrival.duration_ms,
        "status": arrival.status,
        "served": clean(redactor.text(str(verdict["served"]))) if verdict.get("served") else None,
        "size": sum(len(picture.bytes) for picture in arrival.pictures if isinstance(picture, Picture)),
    }


def arrival_json(arrival: Arrival, redactor: Redactor) -> dict[str, Any]:
    """What the end of a call changes in the row of ``details``."""
    return {
        "headers": [list(pair) for pair in redactor.headers(arrival.headers)],
        "timings": dict(arrival.timings),
        "response": redactor.value(arrival.response),
        "ledger": redactor.value(arrival.ledger),
        "error": None if arrival.error is None else redactor.value(facts(arrival.error)),
        "notes": [redactor.value(list(note)) for note in arrival.notes],
    }


def picture_rows(
    run: str, entries: Iterable[tuple[int, Picture | Kept | MissingPicture]], redactor: Redactor = NO_KEY
) -> Iterator[dict[str, Any]]:
    """Rows of ``pictures``, all with the same columns."""
    for place, entry in entries:
        common = {"run": run, "place": place}
        if isinstance(entry, MissingPicture):
            lost = {"reason": clean(redactor.text(entry.reason)), "detail": clean(redactor.text(entry.detail))}
            nothing = dict.fromkeys(("sha256", "media_type", "size", "width", "height"))
            yield common | nothing | lost | {"name": ""}
        else:
            kept = entry if isinstance(entry, Kept) else kept_of(place, entry)
            named = {"name": clean(redactor.text(kept.name)), "reason": None, "detail": None}
            yield asdict(kept) | common | named


def kept_of(place: int, picture: Picture) -> Kept:
    """What is known of a picture without its bytes."""
    size = len(picture.bytes)
    return Kept(place, picture.name, picture.media_type, picture.sha256, size, picture.width, picture.height)


def search_text(*values: Any) -> str:
    """Everything in these values that a person may look for, in lower case; what is over the limit is cut off."""
    return clean("\n".join(_texts(values)).lower())[:LONGEST_SEARCH]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif value is not None and value != "":
        yield value if isinstance(value, str) else json.dumps(value)


def picture_of(row: Row[Any]) -> Kept | MissingPicture:
    """A row of ``pictures``."""
    if row.sha256 is None:
        return MissingPicture(row.place, row.reason or "", row.detail or "")
    return Kept(row.place, row.name, row.media_type, row.sha256, row.size, row.width, row.height)


def brief_of(row: Row[Any], tags: Iterable[str], pictures: Iterable[Kept | MissingPicture]) -> Brief:
    """A row of ``runs`` with its tags and its pictures."""
    by_place = {picture.place: picture for picture in pictures}
    source = by_place.pop(SOURCE, None)
    return Brief(
        id=row.id,
        state=row.state,
        started_at=row.started_at,
        duration_ms=row.duration_ms,
        model=row.model,
        served=row.served,
        host=row.host,
        emulated=row.emulated,
        status=row.status,
        title=row.title,
        starred=row.starred,
        note=row.note,
        tags=tuple(sorted(tags)),
        parent=Parent(row.parent, row.parent_link, row.parent_place) if row.parent else None,
        imported=row.origin is not None,
        source=source if isinstance(source, Kept) else None,
        results=tuple(by_place[place] for place in sorted(by_place)),
    )


def run_of(row: Row[Any], brief: Brief) -> Run:
    """A row of ``runs`` joined with ``details`` and with its parent's ``origin``."""
    return Run(
        brief=brief,
        owner=row.owner,
        origin=row.origin,
        parent_origin=row.parent_origin,
        request=row.request,
        sent=_sent(row.sent),
        headers=tuple((name, value) for name, value in row.headers or ()),
        timings=row.timings or {},
        response=row.response,
        ledger=row.ledger,
        error=None if row.error is None else failure(row.error),
        notes=tuple((place, reason, detail) for place, reason, detail in row.notes or ()),
    )


def details_of(run: Run) -> dict[str, Any]:
    """The row of ``details`` for a whole run."""
    return {
        "request": dict(run.request),
        "sent": asdict(run.sent),
        "headers": [list(pair) for pair in run.headers],
        "timings": dict(run.timings),
        "response": None if run.response is None else dict(run.response),
        "ledger": None if run.ledger is None else dict(run.ledger),
        "error": None if run.error is None else facts(run.error),
        "notes": [list(note) for note in run.notes],
    }


def _sent(stored: dict[str, Any]) -> Sent:
    return Sent(
        method=stored["method"],
        url=stored["url"],
        headers=tuple((name, value) for name, value in stored["headers"]),
        parts=tuple(KeptPart(**part) for part in stored["parts"]),
        timeout_s=stored["timeout_s"],
        digest=stored["digest"],
    )
