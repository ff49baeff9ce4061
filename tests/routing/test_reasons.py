"""Why the router decided, in sentences that name the case."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.routing import CacheEntry, Ledger, Policy, Scenario, route
from orq_ui.routing.reasons import MAX_CODES, codes_text
from tests.routing.test_properties import bodies, scenarios

A, B, C = "x/a", "x/b", "x/c"
DEFAULT_CODES = "[408, 429, 500, 502, 503, 504, 529]"
ONE = {"fallbacks": [{"model": B}]}
TWO = {"fallbacks": [{"model": B}, {"model": C}]}


def play(body: dict[str, Any], behaviour: dict[str, Any], **scenario: Any) -> Ledger:
    models = {A: behaviour, **scenario.pop("models", {})}
    return route(Policy.from_body({"model": A, **body}), Scenario.model_validate({"models": models, **scenario}))


@pytest.mark.parametrize(
    ("body", "behaviour", "reason"),
    [
        ({}, {}, "x/a answered 200 at its only attempt; the first success is the answer."),
        (
            {"retry": {"count": 2, "on_codes": [429]}},
            {"script": [429], "retry_after_s": 2},
            "429 is in retry.on_codes [429]: retry 1 of 2 follows after 2 s, as Retry-After asks.",
        ),
        (
            {"orq": {"retry": {"count": 2}}},
            {"script": [503]},
            f"503 is in the default retry.on_codes {DEFAULT_CODES}: retry 1 of 2 follows after 1 s ± 25 %.",
        ),
        (
            {"orq": {**ONE, "fallback_on_codes": [429]}},
            {"script": [503]},
            "503 is not in orq.fallback_on_codes [429], so x/b was not asked. It is not retried, as retry is omitted.",
        ),
        (
            {**TWO, "fallback_on_codes": [429], "retry": {"count": 3, "on_codes": [429]}},
            {"script": [503]},
            "503 is not in fallback_on_codes [429], so x/b and 1 more fallback were not asked. "
            "It is not retried, as 503 is not in retry.on_codes [429].",
        ),
        (
            ONE,
            {"script": [503]},
            f"503 is in the default fallback_on_codes {DEFAULT_CODES}, so x/b is asked next. "
            "It is not retried, as retry is omitted.",
        ),
        ({}, {"script": [503]}, "There is no fallback, so 503 is the answer. It is not retried, as retry is omitted."),
        (
            {},
            {"script": [422]},
            f"There is no fallback, and 422 is not in the default fallback_on_codes {DEFAULT_CODES}: 422 is the answer."
            " It is not retried, as retry is omitted.",
        ),
        ({}, {"script": [400]}, "400 is never retried and never leads to a fallback."),
        (ONE, {"script": [401]}, "401 is never retried and never leads to a fallback, so x/b was not asked."),
        (
            ONE,
            {"script": [404]},
            "A 404 from the provider ends the request: it is neither retried nor handed on, so x/b was not asked.",
        ),
        (
            {"orq": {"timeout": {"call_timeout": 300}}},
            {"latency_ms": 400},
            "The attempt passed orq.timeout.call_timeout 300 ms, so it counts as 408. "
            "There is no fallback, so 408 is the answer. It is not retried, as retry is omitted.",
        ),
    ],
)
def test_an_attempt_names_its_case(body: dict[str, Any], behaviour: dict[str, Any], reason: str) -> None:
    """The sentence has the status, the option with its path and value, and the model that was or was not asked."""
    assert play(body, behaviour).attempts[0].reason == reason


@pytest.mark.parametrize(("count", "told"), [(1, "Its only retry is used up."), (2, "All 2 retries are used up.")])
def test_used_retries_are_counted(count: int, told: str) -> None:
    """After the last retry the sentence says that there is none left; the verdict is the last attempt's."""
    ledger = play(
        {"retry": {"count": count}, **ONE}, {}, default={"script": [500] * 9}, models={A: {"script": [500] * 9}}
    )

    assert ledger.attempts[count].reason.endswith(told)
    assert ledger.verdict.reason == f"No fallback is left, so 500 is the answer. {told}"


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("x/nope", "x/nope does not exist: 404 before it is called, so x/b was not asked."),
        ("nope", "'nope' is not a model id of the form provider/model: 400 before it is called, so x/b was not asked."),
        ("", "The request names no model: 400 before it is called, so x/b was not asked."),
    ],
)
def test_a_refused_model_is_named(model: str, reason: str) -> None:
    """A request that ends before a call says which model it was, and which were not asked."""
    ledger = route(
        Policy.from_body({"model": model, **ONE}), Scenario.model_validate({"models": {"x/nope": {"known": False}}})
    )

    assert ledger.verdict.reason == reason


def test_a_refused_fallback_is_named() -> None:
    """A fallback that does not exist is the reason, not the model before it."""
    ledger = play(
        {"fallbacks": [{"model": "x/nope"}, {"model": C}]}, {"script": [500]}, models={"x/nope": {"known": False}}
    )

    assert ledger.verdict.reason == "x/nope does not exist: 404 before it is called, so x/c was not asked."


def test_the_draw_names_its_share() -> None:
    """The draw's number lies in the part of the weights that its sentence names."""
    rows = [{"model": A, "weight": 0.2}, {"model": B, "weight": 0.2}, {"model": A, "weight": 0.4}]
    policy = Policy.from_body({"model": A, "load_balancer": {"type": "weight_based", "models": rows}})
    for seed in range(20):
        draw = route(policy, Scenario(), seed).draw
        assert draw is not None
        share, low, _, high = draw.reason.removesuffix(".").rsplit(" ", 3)

        assert f"share of {draw.model}, from" in share
        assert float(low) <= draw.number < float(high)


def test_the_cache_names_age_and_difference() -> None:
    """A hit and an expired answer say their age, a miss what it differs in."""
    body = {"model": A, "cache": {"type": "exact_match", "ttl": 3600}}
    policy, other = Policy.from_body(body), Policy.from_body({**body, "size": "256x256"})

    def told(asked: Policy, age_s: float) -> str:
        return route(asked, Scenario(), cache=[CacheEntry(policy.key, age_s, 3600, A)]).cache.reason

    assert told(policy, 120) == "An equal request was answered 120 s ago, within the time to live of 3,600 s."
    assert told(policy, 4000) == "The answer to an equal request is 4,000 s old, and its time to live was 3,600 s."
    assert told(other, 1) == "The cache had no answer to this request. The nearest entry differs in: size."
    assert told(policy, 0.007886171341).startswith("An equal request was answered 0.008 s ago")


def test_long_lists_are_cut() -> None:
    """A long list of codes is cut and counted, and keeps the one in question."""
    codes = frozenset(range(400, 500))

    assert codes_text(frozenset(range(400, 400 + MAX_CODES))).count(",") == MAX_CODES - 1
    assert codes_text(codes, 450) == "[400, 401, 402, 403, 404, 405, 450 and 93 more]"
    assert codes_text(codes, 599) == "[400, 401, 402, 403, 404, 405, 406 and 93 more]"


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(body=bodies, scenario=scenarios, seed=st.integers(0, 99))
def test_every_decision_has_its_sentence(body: dict[str, Any], scenario: Scenario, seed: int) -> None:
    """Each attempt's sentence has its status, each that ends the request without a picture is the verdict's."""
    ledger = route(Policy.from_body(body), scenario, seed)

    assert all(str(row.status) in row.reason and row.reason.endswith(".") for row in ledger.attempts)
    assert ledger.verdict.reason.endswith(".")
    assert ledger.cache.reason.endswith(".")
    assert ledger.to_dict()["verdict"]["reason"] == ledger.verdict.reason
