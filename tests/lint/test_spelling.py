"""What a misspelt key or value is meant to be."""

from typing import Any

import pytest

from orq_ui.api import ImageVariationRequest, dotted, fields_of
from orq_ui.api.camel_case import to_camel_case
from orq_ui.lint.spelling import intended_choice, intended_field

FIELDS = [
    field.path
    for top in fields_of(ImageVariationRequest)
    for field in top.walk()
    if field.path != ("image",) and len(field.name) > 1
]


@pytest.mark.parametrize(
    ("path", "meant", "factor"),
    [
        (("responseFormat",), "response_format", 1),
        (("fallback",), "fallbacks", 1),
        (("loadbalancer",), "load_balancer", 1),
        (("load-balancer",), "load_balancer", 1),
        (("Orq",), "orq", 1),
        (("retyr",), "retry", 1),
        (("modle",), "model", 1),
        (("fallback_on_code",), "fallback_on_codes", 1),
        (("orq", "fallbackOnCodes"), "orq.fallback_on_codes", 1),
        (("orq", "retry", "onCode"), "orq.retry.on_codes", 1),
        (("orq", "identity", "displayName"), "orq.identity.display_name", 1),
        (("orq", "identity", "e-mail"), "orq.identity.email", 1),
        (("load_balancer", "models", 1, "weigth"), "load_balancer.models[1].weight", 1),
        (("timeout", "call_timeout_ms"), "timeout.call_timeout", 1),
        (("timeout", "callTimeoutSeconds"), "timeout.call_timeout", 1000),
        (("cache", "ttl_seconds"), "cache.ttl", 1),
        (("cache", "ttl_ms"), "cache.ttl", 0.001),
        (("cache", "ttl_minutes"), "cache.ttl", 60),
        (("prompt",), "orq.prompt", 1),
        (("identity",), "orq.identity", 1),
        (("orq", "n"), "n", 1),
        (("orq", "responseFormat"), "response_format", 1),
        (("onCodes",), "retry.on_codes", 1),
        (("orq", "on_codes"), "orq.retry.on_codes", 1),
        (("orq", "call_timeout"), "orq.timeout.call_timeout", 1),
        (("call_timeout_s",), "timeout.call_timeout", 1000),
        (("ttl",), "cache.ttl", 1),
    ],
)
def test_a_key_is_recognised(path: tuple[str | int, ...], meant: str, factor: float) -> None:
    """Casing, separators, a slip of a letter, a unit at the end, and another place do not hide a field."""
    found = intended_field(path)

    assert found is not None
    assert (dotted(found.path), found.factor) == (meant, factor)


@pytest.mark.parametrize("path", FIELDS, ids=dotted)
def test_every_field_is_recognised_in_other_spellings(path: tuple[str, ...]) -> None:
    """Of every field of the contract, in camel case, with hyphens, and in capitals."""
    for name in {to_camel_case(path[-1]), path[-1].replace("_", "-"), path[-1].upper()} - {path[-1]}:
        found = intended_field((*path[:-1], name))

        assert found is not None
        assert found.path == path


@pytest.mark.parametrize(
    "path",
    [
        ("quality",),
        ("style",),
        ("seed",),
        ("id",),
        ("type",),
        ("",),
        ("é",),
        ("x" * 5000,),
        ("retry", "tries"),
        ("orq", "metadata_key"),
        ("fallbacks", 0, "weights"),
    ],
)
def test_other_keys_are_left_alone(path: tuple[str | int, ...]) -> None:
    """A key that is like none, or like several, means none of them."""
    assert intended_field(path) is None


@pytest.mark.parametrize(
    ("value", "choices", "only", "choice"),
    [
        ("B64_JSON", ["url", "b64_json"], False, "b64_json"),
        ("b64", ["url", "b64_json"], False, "b64_json"),
        ("512", ["256x256", "512x512"], False, "512x512"),
        (512, ["256x256", "512x512"], False, "512x512"),
        ("512×512", ["256x256", "512x512"], False, "512x512"),
        ("256x512", ["256x256", "512x512"], False, None),
        ("jpeg", ["url", "b64_json"], False, None),
        ("", ["url", "b64_json"], False, None),
        ("exact", ["exact_match"], True, "exact_match"),
        ("weighted", ["weight_based"], True, "weight_based"),
        ("semantic", ["exact_match"], True, None),
        (3, ["latest"], True, None),
    ],
)
def test_a_choice_is_recognised(value: Any, choices: list[str], only: bool, choice: str | None) -> None:
    """Another casing, or the beginning of one choice; where there is one alone, what is near it."""
    assert intended_choice(value, choices, only=only) == choice
