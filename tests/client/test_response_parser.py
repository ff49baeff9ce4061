"""A success whose pictures can be read keeps them, whatever else is in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.client import Gateway, Reply
from orq_ui.errors import BadReply
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.imaging.workers import load_picture_async
from orq_ui.wire import Connection, Wire, encode
from tests.client.sockets import PNG, b64, http_response, responding, serving
from tests.strategies import picture

pytestmark = pytest.mark.anyio
B64 = b64()
URI = f"data:image/png;base64,{B64}"
USAGE = {
    "total_tokens": 100,
    "input_tokens": 50,
    "output_tokens": 50,
    "input_tokens_details": {"text_tokens": 0, "image_tokens": 50},
}
VALID = {"created": 1_700_000_000, "data": [{"b64_json": B64}, {"url": URI}], "output_format": "png", "usage": USAGE}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"extra": {"a": [1]}, "size": "7x7", "output_format": "avif", "quality": "best"}, []),
        ({"usage": None}, []),
        (
            {"usage": {"total_tokens": 100, "input_tokens": 50, "output_tokens": 50}},
            ["usage.input_tokens_details is missing"],
        ),
        ({"usage": USAGE | {"total_tokens": "100"}}, ["usage.total_tokens is text, not a number"]),
        ({"usage": [1]}, ["usage is a list, not an object"]),
        ({"created": ...}, ["created is missing"]),
        ({"created": None}, ["created is null"]),
        ({"created": "2026-11-27T12:00:00Z"}, ["created is text, not a number"]),
        ({"created": 1_700_000_000.5}, []),
        ({"created": 1_700_000_000_000}, ["created is not in seconds"]),
        ({"created": float("nan")}, ["created is not a finite number"]),
        ({"created": {}, "size": 1024}, ["created is an object, not a number", "size is a number, not text"]),
        ({"output_format": True}, ["output_format is true or false, not text"]),
    ],
)
async def test_members_beside_the_pictures(change: dict[str, Any], told: list[str]) -> None:
    """Whatever is missing or odd is told by its path, and what came is what is kept."""
    body = {name: value for name, value in (VALID | change).items() if value is not ...}
    reply = await sent(json.dumps(body))

    assert [picture.bytes for picture in pictures(reply)] == [PNG, PNG]
    assert [(note.index, note.reason, note.detail) for note in reply.notes] == [
        (None, "contract", detail) for detail in told
    ]
    kept = reply.response.model_dump(exclude_unset=True)
    assert kept.get("usage") == body.get("usage")
    assert repr(kept.get("created")) == repr(body.get("created"))


SHAPES: dict[str, Any] = {
    "one object": {"data": {"b64_json": B64}},
    "top-level entry": {"created": 1, "b64_json": B64},
    "bare base64": {"data": [B64]},
    "bare links": {"data": [URI]},
    "camel case": {"data": [{"b64Json": B64}]},
    "base64": {"artifacts": [{"base64": B64, "finishReason": "SUCCESS"}]},
    "image": {"result": {"image": B64}, "success": True, "errors": []},
    "image_url": {"data": [{"image_url": {"url": URI}}]},
    "image object": {"data": [{"image": {"url": URI}}]},
    "images": {"images": [{"url": URI, "content_type": "image/png"}], "seed": 1},
    "images of base64": {"images": [B64], "error": None},
    "output": {"id": "x", "status": "succeeded", "input": {"image": "https://x/in.png"}, "output": [URI]},
    "output text": {"output": URI, "urls": {"get": "https://api.example.com/1"}},
    "responses": {"output": [{"type": "image_generation_call", "result": B64}]},
    "predictions": {"predictions": [{"mimeType": "image/png", "bytesBase64Encoded": B64}]},
    "candidates": {"candidates": [{"content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": B64}}]}}]},
    "choices": {"choices": [{"message": {"content": "", "images": [{"image_url": {"url": URI}}]}}]},
    "nested data": {"result": {"data": [{"b64_json": B64}]}},
    "list on top": [{"b64_json": B64}],
    "list of links in data": {"data": {"image_urls": [URI]}, "base_resp": {"status_code": 0}},
    "any name": {"task": {"made": [{"blob": B64}]}, "input": {"image": B64}},
    "source": {"content": [{"type": "image", "source": {"media_type": "image/png", "data": B64}}]},
    "empty data beside it": {"data": [], "images": [B64]},
    "link under b64_json": {"data": [{"b64_json": URI}]},
    "base64 under url": {"data": [{"url": B64}]},
    "base64 broken, link good": {"data": [{"b64_json": "%%%", "url": URI}]},
    "number, link good": {"data": [{"b64_json": 5, "url": URI}]},
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES.keys())
async def test_shapes(body: Any) -> None:
    """Shapes in which other gateways answer give their one picture, with a note where it is not the contract's."""
    reply = await sent(json.dumps(body))

    assert [picture.bytes for picture in pictures(reply)] == [PNG]
    assert len(reply.pictures) == 1
    assert {note.reason for note in reply.notes} <= {
        "contract",
        "elsewhere",
        "data_prefix",
        "base64_as_link",
        "second_text",
    }


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (PNG, "image/png", "body_is_picture"),
        (picture("JPEG").bytes, "application/octet-stream", "body_is_picture"),
        (B64.encode(), "text/plain", "elsewhere"),
        (f'"{URI}"'.encode(), "application/json", "elsewhere"),
        (b"\xef\xbb\xbf" + json.dumps(VALID).encode(), "text/html", None),
        (json.dumps(VALID).encode("utf-16"), "application/json", None),
        (json.dumps(VALID).encode() + b"\n<!-- served by x -->", "application/json", "text_after"),
        (json.dumps(VALID | {"note": "é"}, ensure_ascii=False).encode("latin-1"), "application/json", "not_utf8"),
        (json.dumps(VALID)[:-1].encode() + b', "data": []}', "application/json", "name_twice"),
        (json.dumps(VALID)[:-1].encode() + b', "n": %s}' % (b"9" * 5000), "application/json", None),
        (json.dumps(VALID)[:-1].encode() + b', "n": [NaN, Infinity]}', "application/json", None),
        (
            json.dumps(VALID)[:-1].encode() + b', "deep": %s%s}' % (b"[" * 150, b"]" * 150),
            "application/json",
            "too_deep",
        ),
        (b"data: %s\n\ndata: [DONE]\n\n" % json.dumps(VALID).encode(), "text/event-stream", "events"),
        (
            b'event: x\ndata: {"type": "image_edit.partial_image", "b64_json": "%s"}\n\n'
            b'event: y\ndata: {"type": "image_edit.completed", "b64_json": "%s"}\n\n'
            % (b64(picture("WEBP").bytes).encode(), B64.encode()),
            "text/event-stream",
            "events",
        ),
        (json.dumps(json.dumps(VALID)).encode(), "application/json", "json_in_text"),
        (b'{"b64_json": "%s"}\n{"usage": {}}\n' % B64.encode(), "application/x-ndjson", "events"),
    ],
)
async def test_bodies(body: bytes, content_type: str, reason: str | None) -> None:
    """A body that is not quite JSON, or the picture itself, gives its pictures, with a note on what is odd."""
    reply = await sent(body, content_type)

    assert pictures(reply)
    assert all(picture.bytes.startswith((b"\x89PNG", b"\xff\xd8")) for picture in pictures(reply))
    assert {note.reason for note in reply.notes} - {"contract", "elsewhere"} == {reason} - {None, "elsewhere"}


async def test_more_entries_than_can_be_kept() -> None:
    """The first 32 are kept, with a note."""
    reply = await sent(json.dumps({"created": 1, "data": [{"b64_json": B64}] * 40}))

    assert len(pictures(reply)) == 32
    assert [(note.reason, note.detail) for note in reply.notes] == [("too_many_entries", "40")]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (f"DATA:IMAGE/PNG;charset=utf-8;BASE64,{B64}", ["data_prefix"]),
        (f"data:image/png,{B64}", ["no_marker", "data_prefix"]),
        ("\r\n".join(B64[at : at + 20] for at in range(0, len(B64), 20)), ["line_breaks"]),
        (B64.rstrip("=") + "==", ["wrong_padding"] if not B64.endswith("==") else []),
        (B64.replace("+", "-").replace("/", "_"), ["url_safe"]),
        (B64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D") + "%0A", ["percent_encoded", "line_breaks"]),
        (b64(B64.encode()), ["encoded_twice"]),
        (b64(URI.encode()), ["encoded_twice"]),
    ],
)
async def test_bent_base64(text: str, notes: list[str]) -> None:
    """Base64 in the ways in which gateways bend it is read, with a note on each."""
    reply = await sent(json.dumps({"created": 1, "data": [{"b64_json": text}]}))

    assert [picture.bytes for picture in pictures(reply)] == [PNG]
    assert [note.reason for note in reply.notes] == notes
    assert {note.index for note in reply.notes} <= {0}


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (B64[:20] + "!" + B64[20:], f"character 21 of {len(B64) + 1:,} is '!'"),
        (B64[:61], "it ends in the middle of a byte, after 61 characters"),
        ("data:image/png;base64,%%%", "character 1 of 3 is '%'"),
    ],
)
async def test_broken_base64(text: str, detail: str) -> None:
    """What is really broken says where."""
    reply = await sent(json.dumps({"created": 1, "data": [{"b64_json": text}]}))

    assert isinstance(reply.pictures[0], MissingPicture)
    assert reply.pictures[0].detail == detail


@pytest.mark.parametrize("body", [{"error": {"message": "no credit"}}, {"success": False, "errors": ["no credit"]}])
async def test_an_error_with_a_status_of_success(body: Any) -> None:
    """The reason that the reply gives is carried on."""
    with pytest.raises(BadReply) as caught:
        await sent(json.dumps(body))

    assert (caught.value.reason, caught.value.message) == ("error_inside", "no credit")


@pytest.mark.parametrize("entry", [{"b64_json": B64}, {}])
async def test_an_error_beside_the_pictures(entry: Any) -> None:
    """The pictures are kept, and what the reply says went wrong is noted; without pictures it may be the reason."""
    reply = await sent(json.dumps(VALID | {"data": [entry], "error": {"message": "one was filtered"}}))

    assert [(note.index, note.reason, note.detail) for note in reply.notes] == [
        (None, "error_beside", "one was filtered")
    ]


async def test_a_picture_without_its_end_is_noted() -> None:
    """It may have been cut off on its way."""
    cut = picture("PNG").bytes[:-12]
    reply = await sent(json.dumps(VALID | {"data": [{"b64_json": b64(cut)}]}))

    assert [picture.bytes for picture in pictures(reply)] == [cut]
    assert [(note.index, note.reason) for note in reply.notes] == [(0, "no_end_marker")]


async def test_a_mistake_with_one_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unforeseen exception at one picture costs that picture alone."""

    async def failing(data: bytes, name: str) -> Picture:
        if data == picture("WEBP").bytes:
            raise RuntimeError("a bug")
        return await load_picture_async(data, name)

    monkeypatch.setattr("orq_ui.client.pictures.load_picture_async", failing)
    entries = [{"b64_json": b64(picture("WEBP").bytes)}, {"b64_json": B64}]
    reply = await sent(json.dumps({"created": 1, "data": entries}))

    assert reply.pictures[0] == MissingPicture(0, "unreadable", "RuntimeError")
    assert [picture.bytes for picture in pictures(reply)] == [PNG]


@pytest.mark.parametrize("name", ["candidates", "one object"])
async def test_on_a_socket(name: str, gateway: Gateway, wire_to: Callable[[str], Wire]) -> None:
    """Other shapes come through a real connection as well."""
    async with serving(responding(http_response(SHAPES[name], content_type="text/plain"))) as url:
        reply = await gateway.send(wire_to(url))

    assert [picture.bytes for picture in pictures(reply)] == [PNG]


async def test_a_connection_that_breaks_after_the_last_byte(gateway: Gateway, wire_to: Callable[[str], Wire]) -> None:
    """A body that ends too early for HTTP, but is whole as JSON, gives its pictures."""
    whole = http_response({"created": 1, "data": [{"b64_json": B64}]})
    longer = whole.replace(b"content-length: ", b"content-length: 9")
    async with serving(responding(longer)) as url:
        reply = await gateway.send(wire_to(url))

    assert [picture.bytes for picture in pictures(reply)] == [PNG]
    assert [note.reason for note in reply.notes] == ["cut_off"]


async def test_bent_blobs_are_elided() -> None:
    """What became a picture is not in the response once more, in whatever form it came."""
    noise = b64(PNG + bytes(5000))
    text = "\n".join(noise[at : at + 20] for at in range(0, len(noise), 20))
    reply = await sent(json.dumps({"created": 1, "data": [{"b64_json": text}]}))

    assert pictures(reply)
    assert len(reply.response.data[0].b64_json or "") < 100


@pytest.mark.parametrize(
    "name", ["__class__", "__dict__", "_misread", "model_config", "problems", "__pydantic_extra__"]
)
async def test_names_of_our_own_classes(name: str) -> None:
    """A member may be called like anything of ours."""
    body = {"created": "1", "data": [{"b64_json": B64, name: 1}], name: {"a": 1}}
    reply = await sent(json.dumps(body))

    assert pictures(reply)
    assert reply.response.model_dump(exclude_unset=True) == body


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["created", "usage", "size", "images", "output", "error", "result", "b64_json", "url", "id"])
STEPS = st.tuples(
    st.sampled_from(["top", "usage", "first", "second"]),
    NAMES | st.sampled_from(["total_tokens", "input_tokens_details", "image", "revised_prompt"]) | st.text(max_size=8),
    JSON | st.just(...),
)


@settings(max_examples=150)
@given(st.lists(STEPS, max_size=8))
async def test_anything_but_the_pictures_may_change(steps: list[tuple[str, str, Any]]) -> None:
    """Dropping, replacing and adding members never costs a picture."""
    body: dict[str, Any] = copy.deepcopy(VALID)
    first, second = body["data"]
    for place, name, value in steps:
        level = {"top": body, "usage": body.get("usage"), "first": first, "second": second}[place]
        held = {"first": "b64_json", "second": "url"}.get(place, "data")
        if isinstance(level, dict) and name != held:
            level.pop(name, None) if value is ... else level.update({name: value})
    reply = await sent(json.dumps(body))

    assert [picture.bytes for picture in pictures(reply)] == [PNG, PNG]


def pictures(reply: Reply) -> list[Picture]:
    return [entry for entry in reply.pictures if isinstance(entry, Picture)]


async def sent(body: str | bytes, content_type: str = "application/json") -> Reply:
    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=body, headers={"content-type": content_type})

    request = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"})
    wire = encode(request, picture(), Connection("https://my.orq.ai", SecretStr("sk-secret/0123456789"), 5.0))
    async with httpx.AsyncClient(transport=httpx.MockTransport(respond)) as client:
        return await Gateway(client).send(wire)
