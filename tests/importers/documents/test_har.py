"""Archives of browsers: their bodies, preflights, several calls, and keys in pairs."""

# ruff: noqa: E501 - a row of a table is one document

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, Kind, read
from tests.importers.samples import URL

MULTIPART = (
    '------W\r\nContent-Disposition: form-data; name="image"; filename="cat.png"\r\nContent-Type: image/png\r\n\r\n'
    '\x89PNG\r\n------W\r\nContent-Disposition: form-data; name="model"\r\n\r\na/b\r\n------W--\r\n'
)
BODIES: tuple[dict[str, Any], ...] = (
    {"mimeType": "multipart/form-data; boundary=----W", "text": MULTIPART},
    {"mimeType": "multipart/form-data", "params": [], "text": MULTIPART},
    {"mimeType": "multipart/form-data", "encoding": "base64", "text": base64.b64encode(MULTIPART.encode()).decode()},
    {"mimeType": "multipart/form-data", "params": [{"name": "image", "fileName": "cat.png"}, {"name": "model", "value": "a/b"}]},
    {"mimeType": "application/json", "text": '{"model": "a/b", "image": "cat.png"}'},
    {"mimeType": "application/x-www-form-urlencoded", "text": "model=a%2Fb&image=cat.png",
     "params": [{"name": "model", "value": "a%2Fb"}]},
)  # fmt: skip


def entry(body: object, started: str = "2026-11-27T10:00:00.000Z", **changes: Any) -> dict[str, Any]:
    """Return one entry of an archive."""
    request = {"method": "POST", "url": URL, "headers": [], "postData": body} | changes
    return {"startedDateTime": started, "request": request, "response": {"status": 200}}


def archive(*entries: object) -> str:
    """Return an archive as text."""
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}})


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_every_browsers_body_is_read(body: dict[str, Any]) -> None:
    """As parts or as text, base64 too; the picture's name is noted."""
    imported = read(archive(entry(body)))

    assert (imported.kind, imported.request.sent()) == (Kind.HAR, {"model": "a/b"})
    assert [note.detail for note in imported.notes if note.code is Code.PICTURE_NAMED] == ["cat.png"]


def test_the_newest_call_counts() -> None:
    """Preflights, other addresses and older calls do not, whatever their order and zone."""
    newest = entry(BODIES[4] | {"text": '{"model": "new"}'}, "2026-11-27T12:00:00+01:00")
    older = entry(BODIES[4] | {"text": '{"model": "old"}'}, "2026-11-27T10:30:00Z")
    preflight = entry(None, "2026-11-27T13:00:00Z", method="OPTIONS")
    other = entry(BODIES[4], "2026-11-27T13:00:00Z", url="https://x.example/")

    imported = read(archive(preflight, newest, older, other, "odd"))

    assert imported.request.sent() == {"model": "new"}
    found = next(note for note in imported.notes if note.code is Code.FOUND_IN)
    assert (found.path, found.detail) == ("log.entries[1]", "the newest of 2 calls to images/variations")


def test_one_entry_alone_is_read() -> None:
    """A panel copies a single entry too."""
    assert read(json.dumps(entry(BODIES[4]))).request.sent() == {"model": "a/b"}


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ((), "without a call to images/variations"),
        ((entry(BODIES[0], url="https://x.example"),), "without a call to images/variations"),
        ((entry({"mimeType": "multipart/form-data"}),), "has no body in it"),
        ((entry({"encoding": "base64", "text": "a"}),), "has no body in it"),
        ((entry(5),), "has no body in it"),
    ],
)
def test_what_is_not_there_is_said(entries: tuple[object, ...], reason: str) -> None:
    """An archive without this call, or without its body."""
    with pytest.raises(InvalidInput) as refused:
        read(archive(*entries))

    assert reason in refused.value.reason


@pytest.mark.parametrize("key", ["k", "short", "a-long-secret-key"])
def test_a_key_in_a_pair_is_dropped_and_said(key: str) -> None:
    """By the name beside it; a masked one is none."""
    headers = [{"name": "X-Api-Key", "value": key}, {"name": "Authorization", "value": "Bearer ••••••••"}]

    imported = read(archive(entry(BODIES[4], headers=headers)))

    assert [note.path for note in imported.notes if note.code is Code.KEY_DROPPED] == [
        "log.entries[0].request.headers[0] X-Api-Key"
    ]
    masked = read(archive(entry(BODIES[4], headers=headers[1:])))
    assert not any(note.code is Code.KEY_DROPPED for note in masked.notes)
