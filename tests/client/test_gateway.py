"""What a success becomes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from orq_ui.client import Gateway
from orq_ui.imaging import MissingPicture, Picture, UnshownPicture
from tests.client.conftest import KEY
from tests.client.sockets import PNG, b64, http_response, responding, serving, success_body
from tests.strategies import picture

pytestmark = pytest.mark.anyio
DATA_URI = f"data:image/png;base64,{b64()}"


async def test_reply(gateway: Gateway, wire_to: Any) -> None:
    """A success gives status, headers, timings, the response without its blobs, and the pictures as they came."""
    noise = picture("PNG", 4, 4).bytes + b"\0" * 2000
    async with serving(responding(http_response(success_body({"b64_json": b64(noise)}), x_orq_trace_id="t-1"))) as url:
        reply = await gateway.send(wire_to(url))

    assert reply.status == 200
    assert ("x-orq-trace-id", "t-1") in reply.headers
    assert isinstance(reply.pictures[0], Picture)
    assert reply.pictures[0].bytes == noise
    assert reply.pictures[0].name == "variation-1.png"
    assert len(reply.response.data[0].b64_json or "") < 100


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({}, "nothing"),
        ({"b64_json": None, "url": ""}, "nothing"),
        (None, "not_an_entry"),
        ("text", "not_an_entry"),
        (["text"], "not_an_entry"),
        ({"b64_json": 5}, "not_an_entry"),
        ({"b64_json": "%%%"}, "bad_base64"),
        ({"b64_json": "abc"}, "bad_base64"),
        ({"b64_json": "é"}, "bad_base64"),
        ({"b64_json": b64(b"hello")}, "not_a_picture"),
        ({"b64_json": b64(PNG[:45])}, "truncated"),
        ({"url": "data:image/png;base64"}, "bad_data_uri"),
        ({"url": "data:image/png;base64,%%%"}, "bad_data_uri"),
        ({"url": "data:,hello"}, "not_a_picture"),
        ({"url": "ftp://example.com/a.png"}, "forbidden_url"),
        ({"url": "file:///etc/passwd"}, "forbidden_url"),
        ({"url": "http://example.com/a.png"}, "forbidden_url"),
        ({"url": "https://user:word@example.com/a.png"}, "forbidden_url"),
        ({"url": "https://[::1"}, "bad_url"),
        ({"url": "no link"}, "forbidden_url"),
    ],
)
async def test_missing(entry: Any, reason: str, wire_to: Any) -> None:
    """A variation that cannot be had says why, and the others stand."""
    reply = await _mapped(success_body({"b64_json": b64()}, entry, {"url": DATA_URI}), wire_to)

    first, missing, last = reply.pictures
    assert isinstance(first, Picture)
    assert isinstance(missing, MissingPicture)
    assert isinstance(last, Picture)
    assert (missing.place, missing.reason) == (1, reason)


def _encoded(kind: str, **options: Any) -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, **({"save_all": True, "append_images": frames[1:]} if options.get("animated") else {}))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason", "name"),
    [
        (_encoded("AVIF"), "wrong_type", "variation-1.avif"),
        (_encoded("GIF"), "wrong_type", "variation-1.gif"),
        (_encoded("TIFF"), "wrong_type", "variation-1.tif"),
        (_encoded("WEBP", animated=True), "animated", "variation-1.webp"),
        (_encoded("PNG", animated=True), "animated", "variation-1.png"),
        (PNG[:45], "truncated", "variation-1.png"),
        (b"\0a picture in some format of the year 2050", "not_a_picture", "variation-1.bin"),
    ],
)
@pytest.mark.parametrize("as_body", [False, True])
async def test_what_cannot_be_shown_is_kept(
    content: bytes, reason: str, name: str, as_body: bool, wire_to: Any
) -> None:
    """It is paid for: its bytes are there to be saved, under a name that says what they are."""
    body = content if as_body else success_body({"b64_json": b64(content)})
    reply = await _mapped(body, wire_to)

    [unshown] = reply.pictures
    assert isinstance(unshown, UnshownPicture)
    assert (unshown.reason, unshown.name, unshown.bytes) == (reason, name, content)


async def test_base64_that_cannot_be_decoded_is_kept_as_text(wire_to: Any) -> None:
    """Somebody may mend it by hand."""
    text = b64()[:40] + "é" + b64()[41:]
    reply = await _mapped(success_body({"b64_json": text}), wire_to)

    [unshown] = reply.pictures
    assert isinstance(unshown, UnshownPicture)
    assert (unshown.reason, unshown.name, unshown.bytes.decode()) == ("bad_base64", "variation-1.txt", text)


@pytest.mark.parametrize("entry", [{"b64_json": f"no: {KEY}"}, {"b64_json": b64(f"no: {KEY}".encode())}])
async def test_a_text_with_the_key_is_not_kept(entry: Any, wire_to: Any) -> None:
    """What stands where a picture belongs may be an error that repeats the key."""
    reply = await _mapped(success_body(entry), wire_to)

    assert [type(item) for item in reply.pictures] == [MissingPicture]


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "variation-1.png"), ("WEBP", "variation-1.webp"), ("JPEG", "variation-1.jpg")]
)
async def test_names(kind: str, name: str, wire_to: Any) -> None:
    """A variation is named by its place and its content, and a declared type that differs is noted."""
    data = picture(kind).bytes
    reply = await _mapped(success_body({"url": f"data:image/gif;base64,{b64(data)}"}), wire_to)

    assert reply.pictures[0].name == name
    assert [(note.index, note.reason, note.detail) for note in reply.notes] == [(0, "media_type_differs", "image/gif")]


@pytest.mark.parametrize(
    ("output_format", "entry", "details"),
    [
        ("jpeg", {"b64_json": b64()}, ["image/jpeg"]),
        ("JPG", {"b64_json": b64()}, ["image/jpeg"]),
        ("jpeg", {"url": DATA_URI.replace("png", "webp")}, ["image/webp"]),
        ("png", {"b64_json": b64()}, []),
        ("a new one", {"b64_json": b64()}, []),
        (7, {"b64_json": b64()}, []),
    ],
)
async def test_announced_format(output_format: Any, entry: Any, details: list[str], wire_to: Any) -> None:
    """A picture that is not in the reply's ``output_format`` has a note, once, as one of another declared type has."""
    reply = await _mapped(success_body(entry) | {"output_format": output_format}, wire_to)

    assert isinstance(reply.pictures[0], Picture)
    assert [note.detail for note in reply.notes if note.reason == "media_type_differs"] == details


async def test_percent_encoded_data_uri(wire_to: Any) -> None:
    """A data: URI may be percent-encoded instead of base64."""
    escaped = "".join(f"%{byte:02x}" for byte in PNG)
    reply = await _mapped(success_body({"url": f"data:image/png,{escaped}"}), wire_to)

    assert reply.pictures[0].bytes == PNG
    assert reply.notes == ()


async def test_both(wire_to: Any) -> None:
    """An entry with bytes and a link gives the bytes; the link is left alone."""
    reply = await _mapped(success_body({"b64_json": b64(), "url": "https://192.0.2.1/never.png"}), wire_to)

    assert isinstance(reply.pictures[0], Picture)
    assert reply.timings.fetch is None


async def test_no_variations(wire_to: Any) -> None:
    """A success without any variation is a reply without pictures."""
    reply = await _mapped(success_body(), wire_to)

    assert reply.pictures == ()


async def test_key_in_a_reply(wire_to: Any) -> None:
    """A success that repeats the key, plainly or escaped, is shown without it, and its cookies are hidden."""
    body = success_body({"b64_json": b64(), KEY: f"it is {KEY}"}) | {"note": KEY.replace("/", "\\/")}
    reply = await _mapped(body, wire_to, {"x-echo": f"Bearer {KEY}", "set-cookie": "session=abc"})

    assert KEY not in repr(reply)
    assert "sk-secret" not in repr(reply)
    assert "session=abc" not in repr(reply)


async def _mapped(body: Any, wire_to: Any, headers: dict[str, str] | None = None) -> Any:
    def respond(_request: httpx.Request) -> httpx.Response:
        if isinstance(body, bytes):
            return httpx.Response(200, content=body, headers={"content-type": "image/png"})
        return httpx.Response(200, json=body, headers=headers)

    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
        return await Gateway(client).send(wire_to("https://my.orq.ai"))
