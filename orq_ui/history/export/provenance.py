"""What a run from a file really is: whatever follows from its address, its parts and its bytes is computed from them.

The rest, such as its time, its reply and its notes, stays a claim of the file, and the run is marked as imported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from orq_ui.api import ImageVariationRequest, fields_of
from orq_ui.history.events import EMULATOR, served_by, title_of
from orq_ui.history.export.manifest import LEFT_OUT
from orq_ui.history.run import Outcome, Run, SentPart, SentRequest, StoredPicture
from orq_ui.json_safety import MAX_DEPTH, STRICT, encode_utf8, text_nests_deeper
from orq_ui.wire import PATH, Connection, Part, Wire, encode

_NUMBERS = frozenset(field.name for field in fields_of(ImageVariationRequest) if field.is_number)
CODES = "fallback_on_codes[]"
"""The list that is sent as repeated fields."""
SentField = tuple[str, str | None, str | None]
"""A part's name, content type and text; a file has none."""
REPLY = frozenset(Outcome.model_fields) | {"status", "duration_ms"}


def is_emulator(url: str, hosts: Collection[str] = ()) -> bool:
    """Return whether a request to this address stayed on its machine: plain HTTP to loopback, as the emulator has.

    ``hosts`` are origins that this server's owner allows as hosts; one on loopback is no emulator. Nor is another path:
    that of an inbox may pass the call on to a live host.
    """
    address = urlsplit(url)
    is_local = address.scheme == "http" and _is_loopback(address.hostname or "")
    try:
        return is_local and address.path == PATH and _origin(url) not in map(_origin, hosts)
    except ValueError:  # a port that is none
        return False


def as_computed(run: Run, source: bytes | None, hosts: Collection[str] = ()) -> Run:
    """Return a run of a file with all that can be computed of it computed. ``source`` is its picture's bytes.

    Host and *emulated* follow from the URL, the JSON body from the parts that a replay would send, sizes, hashes and
    the digest from their bytes. A digest whose picture is missing cannot be computed and stays. Only the emulator has
    ledgers, so a run of another host loses one that it claims, and the model that it claims to have been served by.
    """
    sent = _sent(run.sent, run.source, source)
    request = request_of(run.request, ((part.name, part.content_type, part.text) for part in sent.parts))
    emulated = is_emulator(sent.url, hosts)
    ledger = run.ledger if emulated else None
    parent = run.parent if run.parent is None or run.parent.run_id != run.id else None
    return run.model_copy(
        update={
            "emulated": emulated,
            "host": EMULATOR if emulated else _host(sent.url),
            "sent": sent,
            "request": request,
            "model": str(request.get("model") or ""),
            # The name of a picture that is missing is known from the title only.
            "title": title_of(request, run.source) or run.title,
            "ledger": ledger,
            "served": run.served if ledger == LEFT_OUT else served_by(ledger),
            "parent": parent,
        }
    )


def request_of(claimed: Mapping[str, Any], parts: Iterable[SentField]) -> Mapping[str, Any]:
    """Return the claimed JSON body where it is what the parts say, and else the body that they say."""
    fields = [(name, content_type, text) for name, content_type, text in parts if text is not None]
    wire = encode(ImageVariationRequest.as_is(claimed), None, Connection(""))
    if fields == [(part.name, part.content_type, part.text) for part in wire.parts]:
        return claimed
    values: dict[str, list[Any]] = {}
    for name, content_type, text in fields:
        is_json = name in _NUMBERS or name == CODES or (content_type or "").startswith("application/json")
        values.setdefault(_field_of(name), []).append(_parsed(text) if is_json else text)
    lists = {_field_of(name) for name, _, _ in fields if name == CODES}
    # A field that is sent twice has both values: which of them would count is not known.
    return {name: found if len(found) > 1 or name in lists else found[0] for name, found in values.items()}


def tells_of_the_same(one: Run, other: Run) -> bool:
    """Return whether two runs of one id tell of the same request and, once both have ended, of the same reply.

    What a person may change, what is not in one of them and the time of the call are not compared.
    """
    left_out = {name for name in ("response", "ledger") for run in (one, other) if getattr(run, name) == LEFT_OUT}
    are_ended = not {one.state, other.state} & {"sending", "interrupted"}
    hashes = [{file.place: file.sha256 for file in run.files} for run in (one, other)]
    shared = hashes[0].keys() & hashes[1].keys()
    told, told_otherwise = (_told(run, REPLY - left_out if are_ended else set()) for run in (one, other))
    return told == told_otherwise and all(hashes[0][place] == hashes[1][place] for place in shared)


def _told(run: Run, reply: Collection[str]) -> str:
    parts = [(part.name, part.filename, part.content_type, part.text) for part in run.sent.parts]
    facts = run.model_dump(include={"request", *reply})
    # As JSON, where NaN is equal to itself and a tuple to a list.
    return json.dumps([run.sent.method, run.sent.url, parts, facts], sort_keys=True)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port, the same for every spelling of them."""
    address = urlsplit(url)
    return address.scheme, address.hostname, address.port or {"http": 80, "https": 443}.get(address.scheme)


def _host(url: str) -> str:
    """Return host and port, without a name in front that may look like a host."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _sent(sent: SentRequest, source: StoredPicture | None, picture: bytes | None) -> SentRequest:
    parts = tuple(_measured(part, source) for part in sent.parts)
    changes: dict[str, Any] = {"parts": parts}
    if picture is not None or all(part.text is not None for part in parts):
        contents = (
            Part(part.name, part.filename, part.content_type, _content(part.text, picture or b"")) for part in parts
        )
        changes["digest"] = Wire(sent.method, sent.url, {}, tuple(contents)).digest
    return sent.model_copy(update=changes)


def _content(text: str | None, picture: bytes) -> bytes:
    return picture if text is None else encode_utf8(text)


def _measured(part: SentPart, source: StoredPicture | None) -> SentPart:
    """Return a part with the size and the hash of what a replay would send for it."""
    if part.text is not None:
        data = encode_utf8(part.text)
        return part.model_copy(update={"size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    if source is None:
        return part
    return part.model_copy(update={"size": source.size, "sha256": source.sha256})


def _field_of(part: str) -> str:
    return CODES.removesuffix("[]") if part == CODES else part


def _parsed(text: str) -> Any:
    """Return the value of a JSON text; what is none, or is nested deeper than any request, stays a text."""
    if text_nests_deeper(text, MAX_DEPTH - 1):
        return text
    try:
        return json.loads(text, **STRICT)
    except ValueError:
        return text
