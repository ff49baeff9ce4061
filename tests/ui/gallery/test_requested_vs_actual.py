"""What was asked for against what came, in sentences."""

from typing import Any

import pytest

from orq_ui.api import ImageVariationRequest, ImageVariationResponse
from orq_ui.client import Reply, Timings
from orq_ui.ui.gallery.requested_vs_actual import NOTHING_CAME, differences
from orq_ui.ui.server.jobs import Job
from orq_ui.wire import Connection, encode
from tests.strategies import picture

LINK: dict[str, Any] = {"url": "https://x.example/1"}


def told(body: dict[str, Any], entries: list[dict[str, Any]], side: int) -> list[str]:
    """Return the sentences for so many entries, each a square of this side."""
    request = ImageVariationRequest.as_is({"model": "openai/dall-e-2", **body})
    job = Job(
        wire=encode(request, None, Connection("https://my.orq.ai")),
        picture=None,
        session="s",
        request=request,
        destination="there",
    )
    response = ImageVariationResponse.model_validate({"created": 1, "data": entries})
    came = tuple(picture("PNG", side, side) for _ in entries)
    return list(differences(job, Reply(200, (), Timings(), response, came)))


@pytest.mark.parametrize(
    ("body", "entries", "side", "sentences"),
    [
        ({"size": "256x256"}, [LINK], 256, []),
        ({"n": 2, "size": "256x256"}, [LINK], 256, ["n: asked for 2, got 1."]),
        ({}, [LINK, LINK], 1024, ["n: asked for default 1, got 2."]),
        ({"size": "512x512"}, [LINK], 256, ["size: asked for 512x512, got 256x256."]),
        ({"size": "7x7"}, [LINK], 256, []),
        (
            {"size": "256x256", "response_format": "b64_json"},
            [LINK],
            256,
            ["response_format: asked for b64_json, got url."],
        ),
        ({}, [], 256, [NOTHING_CAME]),
    ],
)
def test_every_difference_has_its_sentence(
    body: dict[str, Any], entries: list[dict[str, Any]], side: int, sentences: list[str]
) -> None:
    """In the API's own words; a value that the contract does not know promises nothing."""
    assert told(body, entries, side) == sentences
