"""The vendors' own clients, as judges of what the emulator answers."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import openai
import pytest
from orq_ai_sdk import Orq
from orq_ai_sdk.models import CreateImageVariationFallbacks, ErrorResponse
from PIL import Image

from tests.emulator.serving import client

OPTIONS: dict[str, Any] = {"retry": {"count": 2, "on_codes": [429, 500]}, "fallbacks": [{"model": "emulator/riso"}]}


@pytest.fixture
def orq(address: str) -> Iterator[Orq]:
    """The vendor's client, pointed at the emulator."""
    with client(address) as http, Orq(api_key="a-key", server_url=address, client=http) as made:
        yield made


def recorded(http: httpx.Client) -> dict[str, Any]:
    newest = http.get("/_emulator/requests").json()["data"][0]["id"]
    found: dict[str, Any] = http.get(f"/_emulator/requests/{newest}").json()
    return found


def test_the_orq_client_gets_variations(orq: Orq, http: httpx.Client, png: bytes) -> None:
    """Its way of writing every option is understood, and it parses the reply."""
    reply = orq.router.images.variations.create(
        model="emulator/riso",
        image={"file_name": "photo.png", "content": png, "content_type": "image/png"},
        n=2,
        size="256x256",
        fallback_on_codes=[429, 503],
        fallbacks=[CreateImageVariationFallbacks(model="emulator/neon")],
        retry={"on_codes": [500]},
        cache={"type": "exact_match"},
        timeout={"call_timeout": 9000},
        orq={
            "identity": {"id": "me"},
            "load_balancer": {"type": "weight_based", "models": [{"model": "emulator/neon"}]},
        },
    )
    found = recorded(http)

    assert len(reply.data) == 2
    assert Image.open(BytesIO(http.get(str(reply.data[0].url)).content)).size == (256, 256)
    assert reply.usage is not None
    assert found["notes"] == []
    assert found["body"]["fallback_on_codes"] == [429, 503]
    assert found["body"]["retry"] == {"count": 3.0, "on_codes": [500]}
    assert found["body"]["n"] == 2


def test_the_openai_client_gets_variations(address: str, http: httpx.Client, png: bytes) -> None:
    """Its bracket notation is understood, with a note."""
    vendor = openai.OpenAI(base_url=f"{address}/v2/router", api_key="a-key", max_retries=0)
    # The client calls the method deprecated, as the only model that it was for is retired.
    with vendor, pytest.warns(DeprecationWarning, match="deprecated"):
        reply = vendor.images.create_variation(
            image=("photo.png", png, "image/png"),
            model="emulator/neon",
            n=1,
            size="256x256",
            response_format="b64_json",
            extra_body={"orq": OPTIONS},
        )
    found = recorded(http)

    assert reply.data
    assert reply.data[0].b64_json
    assert found["body"]["orq"] == OPTIONS
    assert any("Bracket" in note for note in found["notes"])


def test_the_orq_client_reads_the_catalogue(orq: Orq) -> None:
    """It parses the list and its entries."""
    page = orq.model_catalog.list(output_modality=["image"])

    assert page.has_more is False
    assert [model.id for model in page.data] == [
        f"emulator/{name}" for name in ("aquarelle", "linocut", "mosaic", "neon", "riso")
    ]
    assert not any(model.deprecated for model in page.data)


def test_the_orq_client_resolves_a_retired_model(orq: Orq) -> None:
    """A deprecated model is found by its id, with the day on which it was retired."""
    model = orq.model_catalog.get(id="openai/dall-e-2").model

    assert model.deprecated
    assert model.deprecation is not None
    assert model.deprecation.date().isoformat() == "2026-05-12"
    with pytest.raises(ErrorResponse) as refused:
        orq.model_catalog.get(id="openai/none")
    assert refused.value.status_code == 404


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 5),
        ("output_modality=image", 5),
        ("output_modality=text", 0),
        ("output_modality=text&output_modality=image", 5),
        ("output_modality=text,image", 5),
        ("search=RISO", 1),
        ("search=grout", 1),
        ("search=dall-e", 0),
        ("output_modality=text&search=riso", 0),
    ],
)
def test_catalogue_filters(http: httpx.Client, query: str, number: int) -> None:
    """Modality and search narrow the list; retired models are never in it."""
    page = http.get(f"/v2/model-catalog?{query}").json()

    assert page["object"] == "list"
    assert len(page["data"]) == number


def test_the_catalogue_is_public(address: str) -> None:
    """No key is asked for."""
    assert httpx.get(f"{address}/v2/model-catalog", trust_env=False).status_code == 200
