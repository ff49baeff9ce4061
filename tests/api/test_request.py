"""The request model: tri-state, unknown keys, limits by name, and the way around them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from orq_ui.api import ImageVariationRequest, OrqOptions, problems
from tests.strategies import bodies

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["model", "n", "size", "user", "orq", "retry", "fallbacks", "cache", "load_balancer", "timeout", "extra"]
)


def test_untouched_fields_are_not_in_the_body() -> None:
    """Only what was given is in the body: defaults are never filled in."""
    body = ImageVariationRequest.model_validate({"model": "openai/dall-e-2"}).body()

    assert body == {"model": "openai/dall-e-2"}


def test_only_n_may_be_null() -> None:
    """A null n is kept as null, and every other null is refused by name."""
    kept = ImageVariationRequest.model_validate({"model": "m", "n": None}).body()
    refused = ImageVariationRequest.as_is({"model": "m", "user": None, "orq": {"retry": {"count": None}}}).problems()

    assert kept == {"model": "m", "n": None}
    assert [problem.path for problem in refused] == ["user", "orq.retry.count"]


def test_whole_numbers_stay_whole() -> None:
    """2.0 is shown and sent as 2, and 0.25 as 0.25."""
    body = {
        "model": "m",
        "n": 2.0,
        "retry": {"count": 3.0, "on_codes": [429.0, 500]},
        "timeout": {"call_timeout": 9000.0},
        "load_balancer": {"type": "weight_based", "models": [{"model": "a", "weight": 0.25}]},
    }

    shown = ImageVariationRequest.model_validate(body).body()

    assert repr(shown["n"]) == "2"
    assert repr(shown["retry"]) == "{'count': 3, 'on_codes': [429, 500]}"
    assert repr(shown["timeout"]) == "{'call_timeout': 9000}"
    assert shown["load_balancer"]["models"][0]["weight"] == 0.25


def test_unknown_keys_are_kept_and_flagged_at_every_level() -> None:
    """Keys that the contract does not name stay where they were, and each is told by its path."""
    body = {
        "model": "m",
        "seed": 7,
        "orq": {"tier": "gold", "fallbacks": [{"model": "f", "region": "eu"}], "identity": {"id": "i", "plan": None}},
    }

    request = ImageVariationRequest.model_validate(body)

    assert request.body() == body
    assert request.unknown_keys() == ["seed", "orq.tier", "orq.fallbacks[0].region", "orq.identity.plan"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "model is required"),
        ({"model": 7}, "model must be a text"),
        ({"model": "m", "n": 99}, "n must be at most 10"),
        ({"model": "m", "n": 0}, "n must be at least 1"),
        ({"model": "m", "n": "2"}, "n must be a whole number"),
        ({"model": "m", "n": True}, "n must be a whole number"),
        ({"model": "m", "n": 1.5}, "n must be a whole number"),
        ({"model": "m", "n": float("inf")}, "n must be a whole number"),
        ({"model": "m", "retry": {"count": 2.5}}, "retry.count must be a whole number"),
        ({"model": "m", "retry": {"on_codes": [429.5]}}, "retry.on_codes[0] must be a whole number"),
        ({"model": "m", "timeout": {"call_timeout": "1"}}, "timeout.call_timeout must be a number"),
        (
            {"model": "m", "timeout": {"call_timeout": float("inf")}},
            "timeout.call_timeout must be a finite number",
        ),
        ({"model": "m", "size": "2x2"}, "size must be '256x256', '512x512' or '1024x1024'"),
        ({"model": "m", "orq": []}, "orq must be an object"),
        ({"model": "m", "retry": {"count": 6}}, "retry.count must be at most 5"),
        ({"model": "m", "retry": {"on_codes": []}}, "retry.on_codes must have at least 1 entry"),
        ({"model": "m", "orq": {"retry": {"on_codes": [429, 600]}}}, "orq.retry.on_codes[1] must be at most 599"),
        ({"model": "m", "fallbacks": [{"model": "f"}, {}]}, "fallbacks[1].model is required"),
        ({"model": "m", "fallback_on_codes": [500, 500]}, "fallback_on_codes has the same value twice"),
        ({"model": "m", "fallback_on_codes": [399]}, "fallback_on_codes[0] must be at least 400"),
        ({"model": "m", "fallback_on_codes": [400.5]}, "fallback_on_codes[0] must be a whole number"),
        ({"model": "m", "fallback_on_codes": list(range(400, 421))}, "fallback_on_codes must have at most 20 entries"),
        ({"model": "m", "cache": {"ttl": 60}}, "cache.type is required"),
        ({"model": "m", "cache": {"type": "exact_match", "ttl": 259201}}, "cache.ttl must be at most 259200"),
        ({"model": "m", "timeout": {"call_timeout": 0}}, "timeout.call_timeout must be at least 1"),
        ({"model": "m", "load_balancer": {"type": "weight_based"}}, "load_balancer.models is required"),
        (
            {"model": "m", "load_balancer": {"type": "weight_based", "models": [{"model": "a", "weight": 0}]}},
            "load_balancer.models[0].weight must be at least 0.001",
        ),
        ({"model": "m", "orq": {"prompt": {"id": "p"}}}, "orq.prompt.version is required"),
        ({"model": "m", "orq": {"identity": {}}}, "orq.identity.id is required"),
        ({"model": "m", "orq": {"contact": {"id": "c", "tags": "a"}}}, "orq.contact.tags must be a list"),
    ],
)
def test_a_refused_value_is_named_with_its_limit(body: dict[str, object], problem: str) -> None:
    """Each mistake is one problem that names the path and the limit, and ``model_validate`` raises on it."""
    told = [str(found) for found in ImageVariationRequest.as_is(body).problems()]

    assert told == [problem]
    with pytest.raises(ValidationError):
        ImageVariationRequest.model_validate(body)


@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_anything_can_be_held_as_it_is(body: dict[str, object]) -> None:
    """A body that the contract refuses comes out of ``as_is`` unchanged."""
    kept = ImageVariationRequest.as_is(body).sent()

    assert kept == body


@given(bodies())
def test_a_valid_body_round_trips(body: dict[str, object]) -> None:
    """What the contract allows comes out as it went in, and has no problems."""
    request = ImageVariationRequest.model_validate(body)

    assert request.sent() == body
    assert request.problems() == []
    assert ImageVariationRequest.model_validate(request.sent()) == request


def test_orq_is_its_own_model() -> None:
    """The nested options are read as OrqOptions."""
    request = ImageVariationRequest.model_validate({"model": "m", "orq": {"name": "x"}})

    assert isinstance(request.orq, OrqOptions)


def test_blobs_are_elided_in_what_is_shown_only() -> None:
    """A long base64 text is cut in the shown body and whole in the sent one."""
    blob = "data:image/png;base64," + "A" * 5000
    request = ImageVariationRequest.as_is({"model": "m", "orq": {"identity": {"id": "i", "logo_url": blob}}})

    assert request.sent()["orq"]["identity"]["logo_url"] == blob
    assert len(request.body()["orq"]["identity"]["logo_url"]) < 100


def test_prose_is_never_elided() -> None:
    """A long text with spaces is no blob."""
    prose = "a word and another " * 100

    assert ImageVariationRequest.model_validate({"model": "m", "user": prose}).body()["user"] == prose


def test_unknown_keys_are_found_beside_a_missing_required_one() -> None:
    """A row that is still empty does not hide the unknown keys around it."""
    request = ImageVariationRequest.as_is({"orq": {"fallbacks": [{}, {"region": "eu"}]}})

    assert request.unknown_keys() == ["orq.fallbacks[1].region"]


@pytest.mark.parametrize("name", ["_fields_set", "cls", "self", "model_config", "__class__"])
def test_any_name_may_be_an_unknown_key(name: str) -> None:
    """A pasted body may have keys that mean something to Python."""
    body = {"model": "m", name: 1, "orq": {name: 2}}

    assert ImageVariationRequest.as_is(body).sent() == body


@pytest.mark.parametrize("body", [{"\ud800": 1}, {"orq": {"\ud800": {"a": 1}}}, {"\ud800": 1, "user": "\ud800"}])
def test_half_a_character_in_an_unknown_key_is_no_problem(body: dict[str, Any]) -> None:
    """A form sends its name escaped; what else is wrong is still found."""
    assert problems(ImageVariationRequest, {"model": "a/b", **body}) == []
    assert [problem.path for problem in problems(ImageVariationRequest, {**body, "n": 99})] == ["model", "n"]
