"""Results that carry their request."""

from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.imaging import Picture
from orq_ui.ui.gallery.embedded_request import carried, tagged_copy
from orq_ui.ui.server.jobs import Job
from orq_ui.wire import Connection, encode
from tests.strategies import picture

CANARY = "sk-canary-0123456789"


def job_of(body: dict[str, object]) -> Job:
    """A finished call with a key."""
    request = ImageVariationRequest.as_is(body)
    wire = encode(request, picture(), Connection("https://my.orq.ai", SecretStr(CANARY)))
    return Job(wire, picture(), "session", request, "my.orq.ai", ended_at=1_795_000_000.0)


def test_a_saved_variation_brings_its_request_back() -> None:
    """In three formats: the copy shows what made it, and its pixels are the picture's."""
    body = {"model": "emulator/neon", "n": 2, "seed": 7, "orq": {"retry": {"count": 1}}}
    for kind in ("PNG", "WEBP", "JPEG"):
        made = picture(kind, 4, 4, f"variation-1.{kind.lower()}")
        before = made.sha256

        copy = tagged_copy(job_of(body), made, 0)
        found = carried(copy)

        assert found is not None
        assert found.request is not None
        assert found.request.sent() == body
        assert made.sha256 == before
        assert Picture.from_bytes(copy, "copy").width == 4
        assert "my.orq.ai" in found.notes[0]


def test_no_key_is_in_a_copy() -> None:
    """Neither the connection's nor one that hides among the unknown keys."""
    job = job_of({"model": "m/x", "api_key": CANARY, "orq": {"token": CANARY}})

    copy = tagged_copy(job, picture(), 0)

    assert CANARY.encode() not in copy
    assert CANARY not in str(carried(copy))


def test_a_plain_picture_carries_nothing() -> None:
    """Most pictures come without a request."""
    assert carried(picture().bytes) is None
