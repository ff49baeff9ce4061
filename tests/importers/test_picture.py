"""Requests inside pictures."""

from hypothesis import given
from hypothesis import strategies as st

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import Tag, tagged
from orq_ui.importers import Kind, read_image
from tests.strategies import bodies, picture


@given(bodies(unknown=True), st.sampled_from(["PNG", "WEBP", "JPEG"]))
def test_a_tagged_picture_is_read(body: dict[str, object], kind: str) -> None:
    """In three formats the request comes out as it went in."""
    tag = Tag.model_validate(
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

    found = read_image(tagged(picture(kind), tag).picture.bytes)

    assert found is not None
    assert found.kind is Kind.PICTURE
    assert found.request == ImageVariationRequest.as_is(body)


def test_a_plain_picture_has_none() -> None:
    """Most pictures carry nothing."""
    assert read_image(picture().bytes) is None
