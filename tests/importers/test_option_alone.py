"""Where a value belongs that is not a whole request: by its type, its keys, or its own name."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import read
from orq_ui.importers.option_alone import ITEM, Path, place_of_keys, place_of_type

OF_ORQ = "CreateImageVariationRouterImagesVariations"
TYPES: tuple[tuple[str, Path | None], ...] = (
    ("CreateImageVariationRequestBody", ()),
    ("operations.CreateImageVariationRequestBody", ()),
    ("Partial<CreateImageVariationRequestBody>", ()),
    ("models.CreateImageVariationRequestBodyTypedDict", ()),
    ("CreateImageVariationOrq", ("orq",)),
    ("CreateImageVariationRetry", ("retry",)),
    (f"{OF_ORQ}Retry", ("orq", "retry")),
    ("CreateImageVariationFallbacks", ("fallbacks", ITEM)),
    (f"Array<operations.{OF_ORQ}Fallbacks>", ("orq", "fallbacks", ITEM)),
    ("CreateImageVariationLoadBalancer1", ("load_balancer",)),
    ("CreateImageVariationLoadBalancerRouterImagesVariations1", ("orq", "load_balancer")),
    ("CreateImageVariationLoadBalancerRouterImagesVariationsModelsTypedDict",
     ("orq", "load_balancer", "models", ITEM)),
    ("CreateImageVariationTimeout", ("timeout",)),
    (f"{OF_ORQ}Cache", ("orq", "cache")),
    ("CreateImageVariationPrompt", ("orq", "prompt")),
    ("components.PublicIdentity", ("orq", "identity")),
    ("PublicContactTypedDict", ("orq", "contact")),
    ("Size", ("size",)),
    ('CreateImageVariationRequestBody["loadBalancer"]', ("load_balancer",)),
    ("CreateImageVariationOrq['retry']", ("orq", "retry")),
    ("CreateImageVariationVersion", ("orq", "prompt", "version")),
    ("Record<string, unknown>", None),
    ("FontSize", None),
    ("CreateImageVariationSomethingNew", None),
)  # fmt: skip


@pytest.mark.parametrize(("written", "path"), TYPES, ids=[written for written, _ in TYPES])
def test_the_vendors_types_say_where_a_value_belongs(written: str, path: Path | None) -> None:
    """Types of the top level and types from under ``orq`` are told apart, whatever is written around them."""
    assert place_of_type(written) == path


KEYS: tuple[tuple[Any, str, Path | None], ...] = (
    ({"model": "a/b"}, "", ()),
    ({"responseFormat": "url"}, "", ()),
    ({"retry": {}, "orq": {}}, "", ()),
    ({"retry": {}, "fallbackOnCodes": [500]}, "", ("orq",)),
    ({"prompt": {}}, "", ("orq",)),
    ({"name": "a"}, "orq", ("orq",)),
    ({"name": "a"}, "package", None),
    ({"count": 2}, "", ("orq", "retry")),
    ({"onCodes": [429]}, "", ("orq", "retry")),
    ({"call_timeout": 1}, "", ("orq", "timeout")),
    ({"type": "exact_match"}, "", ("orq", "cache")),
    ({"type": "weight_based"}, "", ("orq", "load_balancer")),
    ({"id": "p", "version": "latest"}, "", ("orq", "prompt")),
    ({"id": "p"}, "prompt", ("orq", "prompt")),
    ({"id": "p", "displayName": "Jo"}, "", ("orq", "identity")),
    ({"id": "p", "displayName": "Jo"}, "contact", ("orq", "contact")),
    ({"model": "a/b", "weight": 1}, "", ("orq", "load_balancer", "models", ITEM)),
    ([{"model": "a/b"}], "", ("orq", "fallbacks")),
    ([{"model": "a/b", "weight": 1}], "", ("orq", "load_balancer", "models")),
    ([429], "onCodes", ("orq", "retry", "on_codes")),
    ([429], "fallback_on_codes", ("orq", "fallback_on_codes")),
    (["a"], "", None),
    ({}, "", None),
    ({"count": 2, "colour": "red"}, "", None),
    ("url", "", None),
)


@pytest.mark.parametrize(("value", "name", "path"), KEYS, ids=[f"{name} {value}" for value, name, _ in KEYS])
def test_keys_say_where_a_value_belongs(value: Any, name: str, path: Path | None) -> None:
    """An option that can be in both places is one of ``orq``; where several fit, its name decides."""
    assert place_of_keys(value, name) == path


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"id": "p"}', "may be orq.prompt or orq.identity or orq.contact"),
        ("const codes = [429, 500]", "may be orq.retry.on_codes or orq.fallback_on_codes"),
        ('let value: CreateImageVariationResponseFormat = "url";', "it belongs in the field response_format"),
        ('import x\nvalue: CreateImageVariationVersion = "latest"', "it belongs in the field orq.prompt.version"),
        ("let value: CreateImageVariationUsage = { totalTokens: 1 };", "which describes an answer"),
        ("let value: CreateImageVariationResponseBody = { created: 1, data: [] };", "which describes an answer"),
        ("let value: CreateImageVariationImage = { fileName: 'a.png' };", "it belongs in the field image"),
        ("let value: CreateImageVariationRetry = load();", "is none of these"),
        ("let value: CreateImageVariationRequestBody = [{ model: 'a/b' }];", "a request is an object"),
    ],
)
def test_what_is_no_whole_option_is_refused_by_name(text: str, reason: str) -> None:
    """The sentence says what it is, or what it could be."""
    with pytest.raises(InvalidInput) as refused:
        read(text)

    assert refused.value.path.startswith("line ")
    assert reason in refused.value.reason


ALONE: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
    ("let value: CreateImageVariationRetry = { onCodes: [429] };", {"retry": {"on_codes": [429]}}, ("retry",)),
    (f"let value: {OF_ORQ}Fallbacks = {{ model: 'a/b' }};", {"orq": {"fallbacks": [{"model": "a/b"}]}},
     ("orq.fallbacks",)),
    ("let value: CreateImageVariationLoadBalancerModels = { model: 'a/b', weight: 0.5 };",
     {"load_balancer": {"type": "weight_based", "models": [{"model": "a/b", "weight": 0.5}]}}, ("load_balancer",)),
    ("const orq = { name: 'x', retry: { count: 2 } };", {"orq": {"name": "x", "retry": {"count": 2}}}, ("orq",)),
    ('{"prompt": {"id": "p", "version": "latest"}}', {"orq": {"prompt": {"id": "p", "version": "latest"}}}, ("orq",)),
    ("models.CreateImageVariationTimeout(call_timeout=30000)", {"timeout": {"call_timeout": 30000}}, ("timeout",)),
    ("const retry = { count: 1 }; const cache = { type: 'exact_match' };",
     {"orq": {"retry": {"count": 1}, "cache": {"type": "exact_match"}}}, ("orq.retry", "orq.cache")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "body", "parts"), ALONE, ids=[text for text, _, _ in ALONE])
def test_an_option_alone_is_put_where_it_belongs(text: str, body: dict[str, Any], parts: tuple[str, ...]) -> None:
    """The request holds the option and nothing else, and its path is said."""
    imported = read(text)

    assert (imported.request.sent(), imported.parts) == (body, parts)


@pytest.mark.parametrize("text", ['{"orq": {"retry": {"count": 2}}}', "orq:\n  retry:\n    count: 2\n"])
def test_options_under_their_name_leave_the_rest_of_the_form(text: str) -> None:
    """With its name or without, an ``orq`` object alone replaces nothing else."""
    imported = read(text)

    assert imported.parts == ("orq",)
    assert imported.request.sent() == {"orq": {"retry": {"count": 2}}}


def test_a_list_alone_is_placed_by_its_items() -> None:
    """Models with weights are the balancer's; codes can be in two places, and the refusal names both."""
    balanced = read('[{"model": "a/b", "weight": 0.7}, {"model": "c/d", "weight": 0.3}]')

    assert balanced.parts == ("orq.load_balancer",)
    with pytest.raises(InvalidInput, match=r"orq.retry.on_codes or orq.fallback_on_codes"):
        read("[429, 500]")
