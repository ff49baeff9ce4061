"""The registry of rules, and the guard that every rule is played."""

from collections.abc import Iterator
from typing import Any

import pytest

from orq_ui.routing import DEFAULTS, RULES, CacheEntry, Ledger, Policy, Scenario, route
from orq_ui.routing.rules import weakest

A, B = "x/a", "x/b"
CACHED = {"type": "exact_match"}
EVERYTHING: dict[str, Any] = {
    "retry": {"count": 1, "on_codes": [429, 503]},
    "fallbacks": [{"model": "x/nope"}],
    "fallback_on_codes": [500],
    "cache": {**CACHED, "ttl": 9},
    "timeout": {"call_timeout": 500},
    "load_balancer": {"type": "weight_based", "models": [{"model": A}]},
    "orq": {"retry": {"count": 2}},
}
CASES: list[tuple[dict[str, Any], list[Any]]] = [
    ({}, ["ok"]),
    ({"retry": {}}, [503, 429, 400]),
    ({"model": "nope"}, []),
    ({"cache": CACHED}, [404]),
    (EVERYTHING, [503, 500]),
    ({"timeout": {"call_timeout": 1}}, []),
    ({}, [503]),
]


def ledgers() -> Iterator[Ledger]:
    for body, script in CASES:
        for defaults in (DEFAULTS["sdk-4.17"], DEFAULTS["spec-2026-08"].with_readings(retry_codes="429-only")):
            yield from played(Policy.from_body({"model": A, **body}, defaults), script)
    yield from played(Policy.from_body({"model": A}, DEFAULTS["sdk-4.17"].with_readings(retry_omitted="two")), [503])
    yield from played(Policy.from_body({"model": A, "cache": CACHED}, "spec-2026-08+cache_key=with-options"), ["ok"])
    # Without Retry-After.
    yield route(
        Policy.from_body({"model": A, "retry": {}}), Scenario.model_validate({"models": {A: {"script": [503]}}})
    )


def played(policy: Policy, script: list[Any]) -> Iterator[Ledger]:
    asked = 1 if 429 in script else None
    scenario = Scenario.model_validate(
        {"models": {A: {"script": script, "retry_after_s": asked}}, "unknown": ["x/nope"], "default": {"latency_ms": 2}}
    )
    for age in (None, 1, 10**6):
        yield route(policy, scenario, cache=[] if age is None else [CacheEntry(policy.key, age, 1800, A)])


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_cited_by_a_ledger(rule: str) -> None:
    """No rule stands in the registry without being played."""
    assert rule in {cited.id for ledger in ledgers() for cited in ledger.rules}


def test_ledgers_cite_only_the_registry() -> None:
    """Whatever a ledger cites is in the registry, word for word, in its JSON too."""
    for ledger in ledgers():
        book = ledger.to_dict()["rules"]

        assert all(RULES[rule.id] is rule for rule in ledger.rules)
        assert {row["rule"] for row in ledger.to_dict()["attempts"]} <= set(book)
        assert all(book[row["rule"]]["documented"] == row["documented"] for row in ledger.to_dict()["attempts"])


@pytest.mark.parametrize("rule", RULES.values(), ids=str)
def test_rules_are_sentences_with_a_source(rule: Any) -> None:
    """A rule reads as a sentence, names its source, and an assumption is never called disputed."""
    assert rule.text.endswith(".")
    assert rule.source
    assert rule.documented or not rule.disputed
    assert rule.documented or "nothing documented" in rule.source


def test_the_weakest_rule_is_the_assumed_one() -> None:
    """A decision that rests on several rules is to be doubted for the weakest."""
    sure, disputed, assumed = RULES["retry-attempts"], RULES["retry-codes-newest"], RULES["retry-omitted-two"]

    assert weakest((sure, disputed, assumed)) is assumed
    assert weakest((sure, disputed)) is disputed
    assert weakest((sure, RULES["retry-codes-given"])) is sure
