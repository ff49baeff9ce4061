"""The records of the requests that came."""

from __future__ import annotations

import hashlib
import json

import httpx

from orq_ui.emulator import Options
from orq_ui.routing import Scenario
from tests.emulator.harness import PATH, Running, Send, sender


def test_a_record_equals_what_was_sent(vary: Send, http: httpx.Client, png: bytes) -> None:
    """Parts in order with name, filename, type, size and hash; text for fields, never for the picture."""
    orq = '{"name": "a ü"}'
    parts = [("orq", (None, orq, "application/json")), ("image", ("my photo.png", png, "image/x-any"))]
    reply = vary(files=parts, headers={"user-agent": "tester", "cookie": "secret=1"})
    raw = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}")
    found = raw.json()
    shown = [
        tuple(part[key] for key in ("name", "filename", "content_type", "size", "text")) for part in found["parts"]
    ]

    assert shown == [
        ("model", None, None, 13, "emulator/riso"),
        ("size", None, None, 7, "256x256"),
        ("orq", None, "application/json", len(orq.encode()), orq),
        ("image", "my photo.png", "image/x-any", len(png), None),
    ]
    assert [part["sha256"] for part in found["parts"]][2:] == [
        hashlib.sha256(content).hexdigest() for content in (orq.encode(), png)
    ]
    assert (found["state"], found["status"], found["served_by"]) == ("served", 200, "emulator/riso")
    assert found["headers"]["user-agent"] == "tester"
    assert found["headers"]["content-type"].startswith("multipart/form-data; boundary=")
    assert "a-key" not in raw.text
    assert "secret" not in raw.text


def test_a_refused_request_is_recorded(vary: Send, http: httpx.Client) -> None:
    """The record holds the parts and the error, at whatever stage it ended."""
    late, early = vary(n="99"), vary(headers={"authorization": "Basic secret-key"})
    found = http.get(f"/_emulator/requests/{late.headers['x-emulator-ledger']}").json()
    unread = http.get(f"/_emulator/requests/{early.headers['x-emulator-ledger']}")

    assert (found["state"], found["status"], found["error"]) == ("refused", 400, late.json()["error"])
    assert found["body"]["n"] == 99
    assert (unread.json()["status"], unread.json()["parts"], unread.json()["body"]) == (401, [], None)
    assert "secret-key" not in unread.text


def test_long_texts_are_cut(vary: Send, http: httpx.Client, png: bytes) -> None:
    """A record shows 100,000 characters of a field and its whole size."""
    reply = vary(files=[("image", ("a.png", png)), ("user", (None, "x" * 150_000))])
    found = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()

    assert len(found["parts"][-1]["text"]) == 100_000
    assert found["parts"][-1]["size"] == len(found["body"]["user"]) == 150_000


def test_the_newest_are_listed(vary: Send, http: httpx.Client) -> None:
    """The list is short, the newest first."""
    ids = [vary(n="0").headers["x-emulator-ledger"], vary().headers["x-emulator-ledger"]]
    rows = http.get("/_emulator/requests").json()["data"]

    assert [row["id"] for row in rows[:2]] == ids[::-1]
    assert [row["state"] for row in rows[:2]] == ["served", "refused"]
    assert rows[0]["model"] == "emulator/riso"
    assert len(rows) <= 100


def test_records_are_bounded_in_count_and_bytes(running: Running) -> None:
    """The oldest go first."""
    big = [("user", (None, "x" * 20_000))]
    with running(Options(max_records=5, max_record_bytes=150_000)) as http:
        few = [http.post(PATH, files=[("user", (None, "x"))]).headers["x-emulator-ledger"] for _ in range(7)]
        listed = [row["id"] for row in http.get("/_emulator/requests").json()["data"]]
        for _ in range(4):
            http.post(PATH, files=big)
        heavy = http.get("/_emulator/requests").json()["data"]

    assert listed == few[:1:-1]
    assert len(heavy) == 2


def test_long_ledgers_count(running: Running, png: bytes) -> None:
    """Ledgers of thousands of rows displace the oldest, so that memory is bounded."""
    down = Scenario.model_validate({"default": {"faults": [{"status": 503, "probability": 1}]}})
    many = json.dumps([{"model": "emulator/neon"}] * 500)
    with running(Options(scenario=down, time_scale=0, max_record_bytes=3_000_000)) as http:
        send = sender(http, png)
        for _ in range(4):
            send(retry='{"count":5}', fallbacks=many)
        rows = http.get("/_emulator/ledgers").json()["data"]

    assert [row["attempts"] for row in rows] == [501 * 6] * 2
