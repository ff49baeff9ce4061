"""A success whose body has a fault, as the scenario says."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import get_args

import httpx
import pytest
from PIL import Image

from orq_ui.routing import PayloadFault
from tests.emulator.harness import Send, ledger_of


def faulty(vary: Send, fault: str, response_format: str = "url") -> httpx.Response:
    scenario = json.dumps({"models": {"emulator/riso": {"payload": fault}}})
    return vary(headers={"x-emulator-scenario": scenario}, response_format=response_format, n="2")


def pictures(http: httpx.Client, reply: httpx.Response) -> list[bytes]:
    entries = reply.json()["data"]
    return [
        base64.b64decode(entry["b64_json"]) if "b64_json" in entry else http.get(entry["url"]).content
        for entry in entries
    ]


def test_bad_json(vary: Send) -> None:
    """The text ends in its middle, though the reply is whole."""
    reply = faulty(vary, "bad_json")

    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")
    with pytest.raises(json.JSONDecodeError):
        reply.json()


def test_empty_data(vary: Send) -> None:
    """There is no entry."""
    assert faulty(vary, "empty_data").json()["data"] == []


def test_missing_image(vary: Send) -> None:
    """Entries are there, without a picture."""
    assert faulty(vary, "missing_image").json()["data"] == [{}, {}]


def test_data_uri(vary: Send) -> None:
    """The url holds the picture itself."""
    for entry in faulty(vary, "data_uri").json()["data"]:
        head, _, text = entry["url"].partition(",")

        assert head == "data:image/png;base64"
        assert Image.open(BytesIO(base64.b64decode(text))).size == (256, 256)


def test_expired_url(vary: Send, http: httpx.Client) -> None:
    """The picture is gone already; base64 cannot expire."""
    gone = [http.get(entry["url"]) for entry in faulty(vary, "expired_url").json()["data"]]

    assert [reply.status_code for reply in gone] == [404, 404]
    assert gone[0].json()["error"]["code"] == "image_expired"
    assert len(pictures(http, faulty(vary, "expired_url", "b64_json"))) == 2


@pytest.mark.parametrize("response_format", ["url", "b64_json"])
def test_broken_image(vary: Send, http: httpx.Client, response_format: str) -> None:
    """The file starts as a PNG and breaks off."""
    for content in pictures(http, faulty(vary, "broken_image", response_format)):
        with Image.open(BytesIO(content)) as image, pytest.raises(OSError, match="truncated"):
            image.load()


@pytest.mark.parametrize("response_format", ["url", "b64_json"])
def test_wrong_media_type(vary: Send, http: httpx.Client, response_format: str) -> None:
    """JPEG bytes, though everything around them says PNG."""
    reply = faulty(vary, "wrong_media_type", response_format)
    formats = [Image.open(BytesIO(content)).format for content in pictures(http, reply)]

    assert formats == ["JPEG", "JPEG"]
    assert reply.json()["output_format"] == "png"
    if response_format == "url":
        assert http.get(reply.json()["data"][0]["url"]).headers["content-type"] == "image/png"


def test_reset(vary: Send, http: httpx.Client) -> None:
    """The connection is reset after the head and half of the body; the server goes on."""
    with pytest.raises(httpx.ReadError, match=r"reset|104"):
        faulty(vary, "reset")
    row = http.get("/_emulator/ledgers").json()["data"][0]

    assert (row["state"], row["attempts"], row["played"]) == ("served", 1, 1)
    assert vary().status_code == 200


@pytest.mark.parametrize("fault", sorted(set(get_args(PayloadFault)) - {"reset"}))
def test_the_ledger_names_the_fault(vary: Send, http: httpx.Client, fault: str) -> None:
    """The row that served names the fault; the decision is that of a success."""
    ledger = ledger_of(http, faulty(vary, fault))

    assert ledger["attempts"][-1]["payload"] == fault
    assert (ledger["state"], ledger["status"], ledger["attempts"][-1]["decision"]) == ("served", 200, "served")
