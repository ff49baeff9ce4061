"""Requests inside pictures and links."""

from hypothesis import given
from hypothesis import strategies as st

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import EmbeddedRequest, embed_request
from orq_ui.importers import Kind, read, read_image
from orq_ui.share_link import share_url
from tests.strategies import bodies, picture


@given(bodies(unknown=True), st.sampled_from(["PNG", "WEBP", "JPEG"]))
def test_a_picture_with_its_request_is_read(body: dict[str, object], kind: str) -> None:
    """In three formats the request comes out as it went in."""
    embedded = EmbeddedRequest.model_validate(
        {
            "request": body,
            "run": "r",
            "source_sha256": None,
            "index": 0,
            "made_at": "2026-11-21T06:00:00+00:00",
            "origin": "emulated",
            "digest": "0" * 64,
        }
    )

    found = read_image(embed_request(picture(kind), embedded).bytes)

    assert found is not None
    assert found.kind is Kind.PICTURE
    assert found.request == ImageVariationRequest.as_is(body)


def test_a_plain_picture_has_none() -> None:
    """Most pictures carry nothing."""
    assert read_image(picture().bytes) is None


@given(bodies(unknown=True))
def test_our_own_link_is_read(body: dict[str, object]) -> None:
    """A pasted link of ours is its request."""
    request = ImageVariationRequest.as_is(body)

    found = read(f"  {share_url(request, 'https://playground.example.com')}\n")

    assert (found.kind, found.request) == (Kind.LINK, request)
