"""The vendor's Python client against the emulator: every option understood, every reply parsed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from orq_ai_sdk import Orq
from orq_ai_sdk.models import CreateImageVariationImageTypedDict

from orq_ui.routing import BUILT_IN_SCENARIOS
from tests.emulator.harness import client, picture_bytes
from tests.interop.emulator_probe import EVERY_OPTION, FORMATS, EmulatorProbe

IMAGE: CreateImageVariationImageTypedDict = {
    "file_name": "photo.png",
    "content": picture_bytes(),
    "content_type": "image/png",
}


@pytest.fixture
def orq(probe: EmulatorProbe) -> Iterator[Orq]:
    with client(probe.address) as http, Orq(api_key="a-key", server_url=probe.address, client=http) as made:
        yield made


# The client warns at every `contact`, which is deprecated but still a field.
@pytest.mark.filterwarnings(r"ignore:warning. \*\* DEPRECATED:DeprecationWarning")
@pytest.mark.parametrize("response_format", FORMATS)
def test_every_option(probe: EmulatorProbe, orq: Orq, response_format: str) -> None:
    """All options at both levels arrive, count, and lead to pictures, in both formats."""
    calls = probe.calls()
    body = {**EVERY_OPTION, "response_format": response_format}
    reply = orq.router.images.variations.create(image=IMAGE, **body)
    request, _ = probe.newest()

    probe.check(body, [(entry.url, entry.b64_json) for entry in reply.data], calls)
    assert reply.usage is not None
    assert request["notes"] == []


def test_a_hundred_runs_have_one_ledger(probe: EmulatorProbe, orq: Orq) -> None:
    """One seed, one ledger: a hundred equal requests differ in nothing."""
    body = {"size": "256x256", **BUILT_IN_SCENARIOS["rate-limited-primary"].body}
    digests = set()
    for _ in range(100):
        orq.router.images.variations.create(
            image=IMAGE, **body, http_headers={"x-emulator-scenario": "rate-limited-primary", "x-emulator-seed": "0"}
        )
        request, ledger = probe.newest()
        digests.add((ledger["digest"], json.dumps(ledger["attempts"])))

    assert len(digests) == 1
    assert request["served_by"] == "openai/dall-e-2"
