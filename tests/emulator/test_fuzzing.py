"""Nothing that a client sends makes a 500 or stops the server."""

from __future__ import annotations

import json
import random
import time
from io import BytesIO
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.complexity import LINEAR, growth
from tests.emulator.harness import PATH
from tests.emulator.malformed_requests import GOOD, PNG, TYPE

HEADERS = {"content-type": TYPE}
NO_MODELS = {"x-emulator-scenario": '{"default":{"known":false}}'}
"""So that a body which is right after all ends in a 404."""
MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""The client is shared by all examples, which is what the test wants."""

names = st.one_of(
    st.sampled_from(["model", "n", "size", "orq", "retry", "fallbacks", "fallback_on_codes[]", "orq[retry][count]"]),
    st.lists(
        st.sampled_from(["orq", "[", "]", "[]", "[0]", "[retry]", "[on_codes]", "x", "\x00", "é"]), max_size=6
    ).map("".join),
)
values = st.one_of(
    st.text(max_size=20),
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists, max_leaves=8).map(str),
    st.sampled_from(
        ["{}", "[]", "null", "1e400", "-0", "0x1", '{"count":-1}', '[{"model":3}]', '{"models":[[]]}', "1" * 500]
    ),
)
types = st.sampled_from([None, "application/json", "text/plain", "application/json;;", "x"])


@MANY
@given(parts=st.lists(st.tuples(names, values, types), max_size=8), with_image=st.booleans())
def test_any_fields(http: httpx.Client, parts: list[tuple[str, str, str | None]], with_image: bool) -> None:
    """Any names, values and types get an envelope."""
    files: list[tuple[str, Any]] = [
        (
            name,
            (None, value.encode("utf-8", "replace"))
            if kind is None
            else (None, value.encode("utf-8", "replace"), kind),
        )
        for name, value, kind in parts
    ]
    files += [("image", ("a.png", PNG))] if with_image else []
    reply = http.post(PATH, files=files or [("x", (None, "x"))], headers=NO_MODELS)

    assert 400 <= reply.status_code < 500
    assert reply.json()["error"]["message"]


@MANY
@given(seed=st.integers(0, 2**32))
def test_any_damage(http: httpx.Client, seed: int) -> None:
    """A good body with bytes changed, cut out, doubled or cut off gets an envelope."""
    chance = random.Random(seed)  # noqa: S311
    body = bytearray(GOOD)
    for _ in range(chance.randint(1, 6)):
        place, length = chance.randrange(len(body)), chance.randint(1, 40)
        change = chance.choice(
            [b"", chance.randbytes(length), bytes(body[place : place + length]) * 2, b"\r\n", b"--bound"]
        )
        body[place : place + length] = change
        if len(body) < 3 or chance.random() < 0.1:
            body = bytearray(GOOD[: chance.randrange(1, len(GOOD))])
    reply = http.post(PATH, content=bytes(body), headers=HEADERS | NO_MODELS)

    assert 400 <= reply.status_code < 500
    assert reply.json()["error"]["message"]


@MANY
@given(
    body=st.binary(max_size=200), scenario=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=30)
)
def test_any_bytes_and_scenarios(http: httpx.Client, body: bytes, scenario: str) -> None:
    """Noise instead of a body, of a scenario or of defaults gets an envelope."""
    noise = http.post(PATH, content=body, headers={**HEADERS, "x-emulator-scenario": "{}"})
    put = http.put("/_emulator/scenario", content=b"\xff" + body)
    asked = http.post(PATH, content=GOOD, headers={**HEADERS, "x-emulator-scenario": f"!{scenario.strip()}"})

    silent = http.post(PATH, content=GOOD, headers={**HEADERS, "x-emulator-defaults": f"!{scenario.strip()}"})

    assert {reply.status_code for reply in (noise, put, asked, silent)} == {400}


@pytest.mark.parametrize("model", ["a/\x00b", "a/" + "é界😀" * 300, "a/" + "x" * 3_000, "a/\u202e\u0301"])
def test_models_with_odd_names(http: httpx.Client, model: str) -> None:
    """A scenario may name any model; its name ends up in the picture's label and metadata."""
    scenario = json.dumps({"models": {model: {"latency_ms": 0}}})
    fields: dict[str, Any] = {"model": (None, model), "size": (None, "256x256"), "image": ("a.png", PNG)}
    reply = http.post(PATH, files=fields, headers={"x-emulator-scenario": scenario})

    assert reply.status_code == 200


def test_half_a_character_in_a_model(http: httpx.Client) -> None:
    """A lone surrogate is refused as a model, even one that a scenario names."""
    fields: dict[str, Any] = {"model": (None, r'"a/\ud800"', "application/json"), "image": ("a.png", PNG)}
    reply = http.post(PATH, files=fields, headers={"x-emulator-scenario": r'{"models":{"a/\ud800":{}}}'})

    assert (reply.status_code, reply.json()["error"]["param"]) == (400, "model")


def test_long_hostile_lists(http: httpx.Client) -> None:
    """A list of a hundred thousand wrong things is refused in little time."""

    def wrong(count: int) -> str:
        return json.dumps([429, "x"] * count)

    def post(codes: str) -> None:
        reply = http.post(PATH, files={"model": (None, "a/b"), "fallback_on_codes": (None, codes)})
        assert reply.json()["error"]["param"] == "fallback_on_codes"

    assert growth(wrong, post, 100_000, clock=time.perf_counter) < LINEAR


def test_broken_metadata(http: httpx.Client) -> None:
    """A picture whose EXIF is nonsense is served when its pixels are sound."""
    out = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "JPEG", exif=b"Exif\0\0MM\xba*\0\0\0\x08")
    fields: dict[str, Any] = {
        "model": (None, "emulator/riso"),
        "size": (None, "256x256"),
        "image": ("a.jpg", out.getvalue()),
    }

    assert http.post(PATH, files=fields).status_code == 200
