"""The model catalogue, also as the vendor's own client reads it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from orq_ai_sdk import Orq
from orq_ai_sdk.models import ErrorResponse

from tests.emulator.harness import client


@pytest.fixture
def orq(address: str) -> Iterator[Orq]:
    """Yield the vendor's client, pointed at the emulator."""
    with client(address) as http, Orq(api_key="a-key", server_url=address, client=http) as made:
        yield made


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
