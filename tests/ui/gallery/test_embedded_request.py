"""Results that carry their request."""

from random import Random

import pytest
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import EmbeddedRequest, Picture, embed_request
from orq_ui.ui.gallery.embedded_request import copy_with_request, request_inside
from orq_ui.ui.server.jobs import Job
from orq_ui.wire import Connection, encode
from tests.strategies import FORMATS, picture

CANARY = "sk-canary-0123456789"


def job_of(body: dict[str, object]) -> Job:
    """Return a finished call with a key."""
    request = ImageVariationRequest.as_is(body)
    wire = encode(request, picture(), Connection("https://my.orq.ai", SecretStr(CANARY)))
    return Job(
        wire=wire,
        picture=picture(),
        session="session",
        request=request,
        destination="my.orq.ai",
        ended_at=1_795_000_000.0,
    )


def test_a_saved_variation_brings_its_request_back() -> None:
    """In three formats: the copy shows what made it, and its pixels are the picture's."""
    body = {"model": "emulator/neon", "n": 2, "seed": 7, "orq": {"retry": {"count": 1}}}
    for kind in FORMATS:
        made = picture(kind, 4, 4, f"variation-1.{kind.lower()}")
        before = made.sha256

        copy = copy_with_request(job_of(body), made, 0)
        found = request_inside(copy)

        assert found is not None
        assert found.request is not None
        assert found.request.sent() == body
        assert made.sha256 == before
        assert Picture.from_bytes(copy, "copy").width == 4
        assert "my.orq.ai" in found.notes[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_no_key_is_in_a_copy(kind: str) -> None:
    """Neither the connection's nor one that hides among the unknown keys; the note says that one was left out."""
    hidden = {"token": CANARY, "x": [{"Authorization": f"Bearer {CANARY}"}]}
    job = job_of({"model": "m/x", "API-Key": CANARY, "orq": hidden})

    copy = copy_with_request(job, picture(kind), 0)
    found = request_inside(copy)

    assert CANARY.encode() not in copy
    assert CANARY not in str(found)
    assert found is not None
    assert "looked like a secret" in found.notes[-1]


def test_an_older_copy_with_a_shorter_mask_says_so_too() -> None:
    """Copies that were saved when a secret was three dots get the same note."""
    body = {"model": "m/x", "api_key": "•••"}
    facts = {"run": "r", "source_sha256": None, "index": 0, "made_at": "2026-11-21T06:00:00+00:00"}
    older = EmbeddedRequest.model_validate(facts | {"request": body, "origin": "emulated", "digest": "d"})

    found = request_inside(embed_request(picture(), older).bytes)

    assert found is not None
    assert "looked like a secret" in found.notes[-1]


def test_a_request_that_does_not_fit_leaves_the_picture_as_it_is() -> None:
    """One that is nested too deeply, and one that is too large."""
    deep: object = 1
    for _ in range(120):
        deep = [deep]
    noise = Random(1)  # noqa: S311 - numbers that no compression makes small
    for value in (deep, [noise.random() for _ in range(20_000)]):
        assert copy_with_request(job_of({"model": "m/x", "extra": value}), picture(), 0) == picture().bytes


def test_a_plain_picture_carries_nothing() -> None:
    """Most pictures come without a request."""
    assert request_inside(picture().bytes) is None
