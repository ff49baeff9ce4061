"""What a document without a request is called."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import read
from orq_ui.importers.documents.document_names import keys_of, name_of, name_of_text

NAMED: tuple[tuple[Any, str], ...] = (
    ({"openapi": "3.1.0", "paths": {}}, "an OpenAPI document"),
    ({"$schema": "x", "properties": {}}, "a JSON Schema"),
    ({"name": "x", "version": "1.0.0", "dependencies": {}}, "a package.json"),
    ({"model": "gpt", "messages": [{"role": "user", "content": "x"}]}, "a chat completion request"),
    ({"choices": [{"index": 0}]}, "a chat completion"),
    ({"created": 1, "data": [{"b64_json": "x"}], "size": "1024x1024"}, "a reply of the router"),
    ({"created": 1, "data": []}, "a reply of the router"),
    ({"error": {"message": "x", "code": 429}}, "an error reply"),
    ({"detail": [{"loc": ["body"], "msg": "Field required"}]}, "an error reply"),
    ({"code": 401, "message": "no"}, "an error reply"),
    (
        {"data": [{"id": "x", "received_at": 1.5, "state": "served", "model": "a/b", "parts": 3}]},
        "a list of the emulator",
    ),
    ({"id": "x", "received_at": 1.5, "state": "served", "attempts": [], "verdict": None}, "a ledger of the emulator"),
    ({"object": "list", "data": [{"id": "a/b", "object": "model"}]}, "a model catalogue"),
    ([{"id": "a/b", "created": "2020"}], "a model catalogue"),
    ({"models": {"a/b": {"script": [429]}}}, "a scenario of the emulator"),
    ({"default": {"latency_ms": 5}}, "a scenario of the emulator"),
    ({"id": "x", "attempts": [], "verdict": None}, "a ledger of the emulator"),
    ({"key": "mine", "inputs": {"a": 1}}, "a configuration of an orq deployment"),
    ({"keys": [{"kty": "RSA"}]}, "a set of keys"),
    ({"model_list": [{"model_name": "x", "litellm_params": {"model": "a/b"}}]}, "a configuration of LiteLLM"),
)
REQUESTS: tuple[dict[str, Any], ...] = (
    {"model": "a/b"},
    {"model": "a/b", "error": "x", "data": [{"url": "y"}]},
    {"retry": {"count": 1}},
    {"load_balancer": {"type": "weight_based", "models": [{"model": "a/b", "weight": 1}]}},
)
TEXTS = (
    ("HTTP/1.1 200 OK\nDate: x", "an HTTP response"),
    ("meta {\n  name: x\n}", "a Bruno file"),
    ("<!DOCTYPE html><html></html>", "XML or HTML"),
    ("A=1\nB_C=two\n", "a list of variables"),
    ("import { CreateImageVariationImage } from 'x';\n\n// No examples available for this model", "without an example"),
    ('"url"', "a single value"),
    ("openai/dall-e-2", "a single value"),
    ("1024x1024\n", "a single value"),
    ("value: models.CreateImageVariationLoadBalancer1 = /* values here */", "without an example"),
    ("https://api.example.com/v2/router/images/variations", "an address only"),
    ("data:image/png;base64,iVBORw0KGgo=", "a picture as a data: URL"),
)


@pytest.mark.parametrize(("value", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_document_is_named(value: Any, name: str) -> None:
    """The refusal says what it is instead of a request."""
    with pytest.raises(InvalidInput) as refused:
        read(json.dumps(value))

    assert name in refused.value.reason


@pytest.mark.parametrize("body", REQUESTS)
def test_a_request_has_no_other_name(body: dict[str, Any]) -> None:
    """Whatever unknown keys a request has, it stays one."""
    assert name_of(body) is None


@pytest.mark.parametrize(("text", "name"), TEXTS)
def test_a_text_is_named(text: str, name: str) -> None:
    """Texts of a known kind that hold no request are named too."""
    assert name in (name_of_text(text) or "")
    with pytest.raises(InvalidInput) as refused:
        read(text)
    assert name in refused.value.reason


def test_keys_are_few_and_short() -> None:
    """A refusal names some keys, cut where they are long."""
    assert keys_of({"x" * 99: 1}) == "key " + "x" * 30 + "…"
    assert keys_of({str(number): 1 for number in range(1_200)}) == "keys 0, 1, 2, 3, 4 and 1,195 more"
