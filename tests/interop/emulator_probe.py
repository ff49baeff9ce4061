"""An emulator that clients send every option to, and the checks that it understood them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx
from PIL import Image

from tests.emulator.harness import client, running_command

FORMATS = ("url", "b64_json")
SCENARIO = {
    "models": {
        "emulator/riso": {"script": [429, 503, 503], "retry_after_s": 1},
        "emulator/mosaic": {"script": [503, 429, 503]},
    }
}
"""With the options below: three calls that fail, then a fallback that serves."""
ROWS = [429, 503, 503, 200]
_PERSON = {
    "id": "someone",
    "display_name": "Some One",
    "email": "some.one@example.com",
    "metadata": [{"team": "art"}],
    "logo_url": "https://example.com/logo.png",
    "tags": ["one", "two"],
}
_ROUTER = {
    "name": "a trace",
    "retry": {"count": 2, "on_codes": [429, 503]},
    "fallbacks": [{"model": "emulator/neon"}, {"model": "emulator/linocut"}],
    "fallback_on_codes": [429, 503],
    "cache": {"type": "exact_match", "ttl": 60},
    "load_balancer": {
        "type": "weight_based",
        "models": [{"model": "emulator/riso", "weight": 1}, {"model": "emulator/mosaic", "weight": 0.001}],
    },
    "timeout": {"call_timeout": 9000},
}
EVERY_OPTION: dict[str, Any] = {
    "model": "emulator/aquarelle",
    "n": 2,
    "size": "256x256",
    "user": "a user",
    **_ROUTER,
    "orq": {
        **_ROUTER,
        "prompt": {"id": "a-prompt", "version": "latest"},
        "identity": _PERSON,
        "contact": _PERSON,
    },
}
"""Each field of the contract, at each level where it may stand."""


def without_fallback_on_codes(body: dict[str, Any]) -> dict[str, Any]:
    """Return the body without ``fallback_on_codes``, which the TypeScript client does not know yet."""
    kept = {name: value for name, value in body.items() if name != "fallback_on_codes"}
    return kept | ({"orq": without_fallback_on_codes(kept["orq"])} if "orq" in kept else {})


@dataclass(frozen=True)
class EmulatorProbe:
    """An emulator of its own, and what it reports of the newest request."""

    address: str
    http: httpx.Client

    def calls(self) -> int:
        """Return how many provider calls it counted."""
        number: int = self.http.get("/_emulator/health").json()["provider_calls"]
        return number

    def newest(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the newest request and its ledger."""
        newest = self.http.get("/_emulator/requests").json()["data"][0]["id"]
        request, ledger = (self.http.get(f"/_emulator/{kind}/{newest}").json() for kind in ("requests", "ledgers"))
        return request, ledger

    def pictures(self, entries: list[tuple[str | None, str | None]]) -> list[Image.Image]:
        """Return the pictures behind pairs of url and base64."""
        contents = [base64.b64decode(text) if text else self.http.get(url or "").content for url, text in entries]
        return [Image.open(BytesIO(content)) for content in contents]

    def check(self, body: dict[str, Any], entries: list[tuple[str | None, str | None]], calls: int) -> None:
        """Check that the body arrived whole, that the ledger has its rows, and that the pictures are the winner's."""
        request, ledger = self.newest()
        drawn = self.pictures(entries)

        assert request["body"] == body
        assert [row["status"] for row in ledger["attempts"]] == ROWS
        assert ledger["played"] == self.calls() - calls == len(ROWS)
        assert [picture.size for picture in drawn] == [(256, 256)] * 2
        assert {picture.text["model"] for picture in drawn} == {"emulator/neon"}  # type: ignore[attr-defined]


@contextmanager
def running_probe() -> Iterator[EmulatorProbe]:
    """Start an emulator whose scenario makes the options count."""
    with running_command() as (address, _), client(address) as http:
        http.put("/_emulator/scenario", json=SCENARIO).raise_for_status()
        yield EmulatorProbe(address, http)
