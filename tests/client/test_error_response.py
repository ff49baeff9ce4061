"""What an error status becomes, whatever its body."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from orq_ui.client import Gateway
from orq_ui.client.error_response import MAX_SHOWN, retry_after_s
from orq_ui.errors import BadReply, Refused
from tests.client.conftest import KEY
from tests.client.sockets import b64

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


async def test_envelope(wire_to: Any) -> None:
    """The envelope's facts, the trace id and the wait are read."""
    error = {"message": "slow down", "type": "rate", "param": "model", "code": "requests_per_minute_exceeded"}
    refused = await _refused(429, {"error": error}, wire_to, {"x-orq-trace-id": "t-9", "retry-after": "7"})

    assert (refused.status, refused.message, refused.type) == (429, "slow down", "rate")
    assert (refused.code, refused.param) == ("requests_per_minute_exceeded", "model")
    assert (refused.trace_id, refused.retry_after_s) == ("t-9", 7.0)
    assert json.loads(refused.body) == {"error": error}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>nginx</html>", "Bad Gateway"),
        (b"", "Bad Gateway"),
        (b"\xff\xfe\0", "Bad Gateway"),
        (b"null", "Bad Gateway"),
        (b'["a"]', "Bad Gateway"),
        (b'{"error": null}', "Bad Gateway"),
        (b'{"error": {}}', "Bad Gateway"),
        (b'{"error": "broken"}', "broken"),
        (b'{"message": "broken"}', "broken"),
        (b'{"detail": "broken"}', "broken"),
        (b'{"error": {"message": "broken", "code": 502, "param": ["x"]}}', "broken"),
        (b"[" * 5000, "Bad Gateway"),
    ],
)
async def test_no_envelope(body: bytes, message: str, wire_to: Any) -> None:
    """A refusal in any other shape is still one, with the best sentence it has."""
    refused = await _refused(502, body, wire_to)

    assert (refused.status, refused.message) == (502, message)


async def test_blobs_and_size(wire_to: Any) -> None:
    """The body that an error carries has its blobs elided and is capped."""
    blob = await _refused(400, {"error": {"message": "no", "image": b64(b"x" * 9000)}}, wire_to)
    endless = await _refused(500, b"so sorry " * 100_000, wire_to)

    assert len(blob.body) < 500
    assert len(endless.body) == MAX_SHOWN


@pytest.mark.parametrize("spelt", [KEY, KEY.replace("/", "\\/"), KEY.replace("/", "%2F")], ids=["plain", "json", "url"])
@pytest.mark.parametrize("body", ['{"error": {"message": "bad key %s", "param": "%s"}}', "<b>%s</b>"])
async def test_key_in_a_refusal(body: str, spelt: str, wire_to: Any) -> None:
    """A refusal that repeats the key never carries it on, in any attribute."""
    text = body.replace("%s", spelt).encode()
    refused = await _refused(401, text, wire_to, {"x-echo": KEY, "www-authenticate": f'Bearer realm="{KEY}"'})

    assert "sk-secret" not in repr(vars(refused))
    assert "sk-secret" not in str(refused)
    assert refused.__cause__ is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("1.5", 1.5),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("Sat Nov 21 12:00:10 2026", 10.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("1e999", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    """Retry-After is seconds or a date; anything else is nothing."""
    assert retry_after_s(value, NOW) == seconds


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (200, b"<html>", "not_json"),
        (200, b"", "not_json"),
        (200, b"\xff", "not_json"),
        (200, b"[" * 5000, "not_json"),
        (200, b"[]", "not_an_object"),
        (200, b"{}", "no_data"),
        (200, b'{"created": 1, "data": {}}', "no_data"),
        (200, b'{"created": 1, "output": {"text": "a cat"}}', "no_data"),
        (200, b'{"status": "starting", "urls": {"get": "https://api.example.com/1"}}', "accepted"),
        (200, b'{"data": [], "error": {"message": "no credit"}}', "error_inside"),
        (200, b'{"success": false, "errors": [{"message": "no credit"}]}', "error_inside"),
        (301, b"", "redirect"),
        (304, b"", "redirect"),
    ],
)
async def test_bad_reply(status: int, body: bytes, reason: str, wire_to: Any) -> None:
    """A success that is not what the contract says, names where."""
    with pytest.raises(BadReply) as caught:
        await _sent(status, body, wire_to, {"location": "https://example.com"})

    assert (caught.value.status, caught.value.reason) == (status, reason)
    assert ("location", "https://example.com") in caught.value.headers


async def test_bad_reply_keeps_no_blobs(wire_to: Any) -> None:
    """The body that a bad reply carries is elided too."""
    with pytest.raises(BadReply) as caught:
        await _sent(200, {"text": b64(b"x" * 9000)}, wire_to)

    assert len(caught.value.body) < 500


async def _refused(status: int, body: Any, wire_to: Any, headers: dict[str, str] | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        await _sent(status, body, wire_to, headers)
    return caught.value


async def _sent(status: int, body: Any, wire_to: Any, headers: dict[str, str] | None = None) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=content, headers=headers)

    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
        await Gateway(client).send(wire_to("https://my.orq.ai"))
