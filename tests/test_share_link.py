"""Requests in links."""

import base64
import json
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import InvalidInput
from orq_ui.share_link import MAX_TOKEN_LENGTH, decode_token, encode_token, find_token, share_url
from tests.strategies import bodies


def packed(body: bytes, version: str = "1") -> str:
    """Make a token with any content."""
    return f"{version}.{base64.urlsafe_b64encode(zlib.compress(body, 9)).decode().rstrip('=')}"


@given(bodies(unknown=True))
def test_a_link_gives_the_request_back(body: dict[str, object]) -> None:
    """Every valid request survives, unknown keys and all, and the address is plain ASCII."""
    request = ImageVariationRequest.as_is(body)

    address = share_url(request, "http://127.0.0.1:8501/")

    token = find_token(address)
    assert token is not None
    assert address.isascii()
    assert decode_token(token).sent() == body


def test_a_picture_is_not_in_the_link() -> None:
    """The description of a picture stays behind."""
    request = ImageVariationRequest.as_is({"model": "m", "image": "cat.png"})

    assert decode_token(encode_token(request)).sent() == {"model": "m"}


def test_a_long_request_says_so() -> None:
    """Past the limit there is a message, not a link that breaks on its way."""
    request = ImageVariationRequest.as_is({"model": "m", "user": " ".join(str(i * i) for i in range(4000))})

    with pytest.raises(InvalidInput, match="characters"):
        encode_token(request)


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", "not one of our links"),
        ("1.", "not one of our links"),
        ("hello", "not one of our links"),
        ("2.abc", "version 2"),
        ("1.!!!", "holds what no link holds"),
        ("1." + "A" * MAX_TOKEN_LENGTH, "too long"),
        ("1.AAAA", "damaged"),
        (packed(b"[1]"), "no request"),
        (packed(b"<script>alert(1)</script>"), "damaged"),
        (packed(b"0" * 1_000_000), "more than a request"),
        (packed(b'{"a":' * 500 + b"1" + b"}" * 500), "no request"),
        (packed(b"[" * 100_000), "damaged"),
        (packed(json.dumps({"model": "m"}).encode())[:-6], "damaged|cut"),
    ],
)
def test_a_hostile_link_gets_a_message(token: str, reason: str) -> None:
    """Wrong versions, bombs, cuts and scripts are named, and nothing else happens."""
    with pytest.raises(InvalidInput, match=reason):
        decode_token(token)


@given(st.text(max_size=80))
def test_any_text_is_a_link_or_a_message(text: str) -> None:
    """No token makes anything but a request or our error."""
    for token in (text, "1." + text):
        with suppress(InvalidInput):
            assert isinstance(decode_token(token), ImageVariationRequest)


@pytest.mark.parametrize("text", ["", "http://[", "curl https://x/?request=1.abc", "{}", "https://x.example/?request="])
def test_other_texts_have_no_token(text: str) -> None:
    """Only our own parameter counts."""
    assert find_token(text) is None
