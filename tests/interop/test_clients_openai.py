"""OpenAI's Python client against the emulator: its bracket notation says every option."""

from __future__ import annotations

from typing import Literal

import httpx2
import openai
import pytest

from tests.emulator.harness import picture_bytes
from tests.interop.emulator_probe import EVERY_OPTION, FORMATS, EmulatorProbe

OWN = ("model", "n", "size", "user")
"""Parameters that the client knows; the others go into ``extra_body``."""


@pytest.mark.parametrize("response_format", FORMATS)
def test_every_option(probe: EmulatorProbe, response_format: Literal["url", "b64_json"]) -> None:
    """All options at both levels arrive in brackets, count, and lead to pictures; the ledger notes the brackets."""
    calls = probe.calls()
    own = {name: EVERY_OPTION[name] for name in OWN}
    extra = {name: value for name, value in EVERY_OPTION.items() if name not in OWN}
    http = httpx2.Client(trust_env=False)
    vendor = openai.OpenAI(base_url=f"{probe.address}/v2/router", api_key="a-key", max_retries=0, http_client=http)
    # The client calls the method deprecated, as the only model that it was for is retired.
    with vendor, pytest.warns(DeprecationWarning, match="deprecated"):
        reply = vendor.images.create_variation(
            image=("photo.png", picture_bytes(), "image/png"),
            response_format=response_format,
            extra_body=extra,
            **own,
        )
    _, ledger = probe.newest()

    probe.check(
        {**EVERY_OPTION, "response_format": response_format},
        [(entry.url, entry.b64_json) for entry in reply.data or ()],
        calls,
    )
    assert any("Bracket" in note for note in ledger["notes"])
