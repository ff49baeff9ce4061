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
from orq_ui.share_link import MAX_TOKEN_LENGTH, decode_token, encode_token, find_token, find_tokens, share_url
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
        (packed(json.dumps({"model": "m"}).encode())[:-6], "it was cut"),
        (packed(json.dumps({"model": "m"}).encode())[:-7], "it was cut"),
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


REQUEST = ImageVariationRequest.as_is({"model": "openai/dall-e-2", "orq": {"retry": {"count": 2}, "name": "cats"}})
LINK = share_url(REQUEST, "http://localhost:8501")
AROUND = (
    "{}.",
    "({})",
    "<{}>",
    '"{}"',
    "'{}',",
    "`{}`",
    "_{}_",
    "<{}|open>",
    "[open]({})",
    "{}&utm_source=mail",
    "{}#top",
    "> {}",
)


@pytest.mark.parametrize("around", AROUND)
def test_signs_around_a_link_are_not_part_of_it(around: str) -> None:
    """Sentences, quotes, chat programs and Markdown put signs around an address."""
    token = find_token(around.format(LINK))

    assert token is not None
    assert decode_token(token) == REQUEST


def broken(width: int, mark: str) -> str:
    """Break the link as mail programs do."""
    return mark.join(LINK[start : start + width] for start in range(0, len(LINK), width))


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\n> ", "\n>> ", " \n  "])
def test_a_line_break_within_a_link_is_taken_out(mark: str) -> None:
    """Mails break long lines; the link goes on in the next one, and not in the words that follow it."""
    for text in (broken(60, mark), f"Look:\n{broken(60, mark)}\n\nThanks\nSam"):
        tokens = find_tokens(text)

        assert [decode_token(token) for token in tokens] == [REQUEST]


def test_quoted_printable_and_escaped_addresses_are_read() -> None:
    """In a mail's source = is =3D, and a link checker puts the address into one of its own."""
    escaped = LINK.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace("=", "%3D")
    sources = (
        LINK.replace("=", "=3D")[:50] + "=\n" + LINK.replace("=", "=3D")[50:],
        f"https://safe.example/?url={escaped}&data=5",
        f"https://safe.example/?url={escaped.replace('%', '%25')}&data=5",
        LINK.replace("?", "?theme=dark&amp;"),
    )
    for source in sources:
        token = find_token(source)

        assert token is not None
        assert decode_token(token) == REQUEST


def test_the_only_link_in_a_text_is_found_once() -> None:
    """A message that shows the address and links to it has one link."""
    other = share_url(ImageVariationRequest.as_is({"model": "a/b"}), "https://x.example")

    assert len(find_tokens(f'See <a href="{LINK}">{LINK}</a>, please.')) == 1
    assert len(find_tokens(f"Either {LINK} or {other}.")) == 2
    assert find_tokens("No link of ours: https://x.example/?q=1.2") == []


def test_a_token_from_the_address_bar_may_have_punctuation() -> None:
    """A browser that opens a link of a sentence keeps its dot."""
    assert decode_token(encode_token(REQUEST) + ").") == REQUEST
