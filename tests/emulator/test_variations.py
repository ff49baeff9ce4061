"""The answer to a good request."""

from __future__ import annotations

import base64
import time
from io import BytesIO

import httpx
import pytest
from PIL import Image

from tests.emulator.harness import Send


def picture(reply: httpx.Response, place: int = 0) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(reply.json()["data"][place]["b64_json"])))


def test_a_reply_has_the_contract_s_shape(vary: Send) -> None:
    """Every field is there, and the usage is whole numbers that add up."""
    reply = vary(n="2").json()

    assert set(reply) == {"created", "data", "output_format", "size", "usage"}
    assert abs(reply["created"] - time.time()) < 60
    assert (reply["output_format"], reply["size"], len(reply["data"])) == ("png", "256x256", 2)
    usage = reply["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"] > 0
    assert usage["input_tokens"] == sum(usage["input_tokens_details"].values())
    assert all(isinstance(value, int) for value in (usage["total_tokens"], usage["output_tokens"]))


def test_urls_lead_to_the_pictures(vary: Send, http: httpx.Client) -> None:
    """Without a response format the reply holds urls on the host that was asked."""
    url = vary().json()["data"][0]["url"]
    found = http.get(url)

    assert url.startswith(f"{str(http.base_url).rstrip('/')}/_emulator/images/")
    assert url.endswith(".png")
    assert found.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(found.content)).size == (256, 256)


def test_urls_follow_the_host_header(vary: Send) -> None:
    """A client that reaches it by another name or a forwarded port gets urls with those."""
    named = vary(headers={"host": "emulator.localhost:99"}).json()["data"][0]["url"]

    assert named.startswith("http://emulator.localhost:99/_emulator/")


@pytest.mark.parametrize("side", [256, 512, 1024])
def test_pictures_have_the_asked_size(vary: Send, side: int) -> None:
    """A size is the width and height of the PNG."""
    drawn = picture(vary(size=f"{side}x{side}", response_format="b64_json"))

    assert (drawn.size, drawn.format) == ((side, side), "PNG")


def test_defaults_are_one_picture_of_1024(vary: Send) -> None:
    """Without n and size the reply holds one picture of 1024 pixels."""
    reply = vary(size="", response_format="b64_json")

    assert len(reply.json()["data"]) == 1
    assert picture(reply).size == (1024, 1024)


def test_a_request_is_drawn_anew_each_time_and_alike_with_the_same_seed(vary: Send) -> None:
    """Two equal requests get other pictures; with one seed they get equal bytes, and another model others."""
    first, other = (vary(n="3", response_format="b64_json") for _ in range(2))
    seed = {"x-emulator-seed": first.headers["x-emulator-seed"]}
    again = vary(headers=seed, n="3", response_format="b64_json")
    neon = vary(headers=seed, n="3", response_format="b64_json", model="emulator/neon")

    assert again.json()["data"] == first.json()["data"]
    for unlike in (other, neon):
        assert all(one != two for one, two in zip(first.json()["data"], unlike.json()["data"], strict=True))


def test_every_reply_names_its_record(vary: Send) -> None:
    """Success and refusal both carry the id; of the live router's headers they have only the id of their trace."""
    replies = [vary(), vary(n="99")]

    assert [reply.status_code for reply in replies] == [200, 400]
    assert all(reply.headers["x-emulator-ledger"] for reply in replies)
    assert [[name for name in reply.headers if name.startswith("x-orq")] for reply in replies] == [
        ["x-orq-trace-id"]
    ] * 2


@pytest.mark.parametrize(
    ("options", "served_by"),
    [
        ({}, "emulator/riso"),
        ({"load_balancer": '{"type":"weight_based","models":[{"model":"emulator/neon"}]}'}, "emulator/neon"),
        (
            {"orq": '{"load_balancer":{"type":"weight_based","models":[{"model":"openai/dall-e-2"}]}}'},
            "openai/dall-e-2",
        ),
        ({"load_balancer": '{"type":"weight_based","models":[]}'}, "emulator/riso"),
    ],
)
def test_who_serves(vary: Send, http: httpx.Client, options: dict[str, str], served_by: str) -> None:
    """The requested model serves, unless a load balancer names others."""
    reply = vary(response_format="b64_json", **options)
    record = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()

    assert record["served_by"] == served_by
    assert picture(reply).text["model"] == served_by  # type: ignore[attr-defined]
