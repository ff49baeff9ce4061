"""The cache as routing sees it."""

from typing import Any

import pytest

from orq_ui.routing import CacheEntry, CacheOutcome, Difference, Policy, Scenario, route

A, B = "x/a", "x/b"
CACHED: dict[str, Any] = {"model": A, "n": 2, "cache": {"type": "exact_match"}}


def policy_of(picture: str = "p1", defaults: str = "spec-2026-08", **fields: Any) -> Policy:
    return Policy.from_body({**CACHED, **fields}, defaults, picture=picture)


def stored(policy: Policy, age_s: float = 60, ttl_s: float = 1800, model: str = A) -> CacheEntry:
    return CacheEntry(policy.key, age_s, ttl_s, model)


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"n": 1}, ("n",)),
        ({"n": None}, ("n",)),
        ({"size": "256x256"}, ("size",)),
        ({"response_format": "b64_json"}, ("response_format",)),
        ({"user": "me"}, ("user",)),
        ({"model": B}, ("model",)),
        ({"picture": "p2"}, ("image",)),
        ({"seed": 7}, ("seed",)),
        ({"orq": {"prompt": {"id": "p", "version": "latest"}}}, ("orq.prompt",)),
        ({"n": 3, "picture": "p2"}, ("image", "n")),
    ],
)
def test_a_miss_names_what_differs(change: dict[str, Any], differs: tuple[str, ...]) -> None:
    """Every parameter and the picture are part of the key; a miss names the fields that differ."""
    ledger = route(policy_of(**change), Scenario(), cache=[stored(policy_of())])

    assert ledger.cache.outcome is CacheOutcome.MISS
    assert ledger.cache.differs == differs
    assert ledger.kept


@pytest.mark.parametrize(
    "change",
    [
        {"n": 2.0},
        {"size": "1024x1024"},
        {"response_format": "url"},
        {"orq": {"retry": {"count": 2}}},
        {"name": "trace me"},
        {"orq": {"identity": {"id": "me"}}},
        {"fallbacks": [{"model": B}]},
    ],
)
def test_an_equal_request_hits(change: dict[str, Any]) -> None:
    """Spelled-out defaults, other number spellings and router options leave the key alone; a hit calls nobody."""
    ledger = route(policy_of(**change), Scenario(), cache=[stored(policy_of())])

    assert ledger.cache.outcome is CacheOutcome.HIT
    assert (ledger.attempts, ledger.verdict.status, ledger.verdict.total_ms) == ((), 200, 0)
    assert (ledger.cache.age_s, ledger.verdict.served, ledger.kept) == (60, A, False)


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"retry": {"count": 2}}, ("retry.count",)),
        ({"orq": {"retry": {"count": 2}}}, ("retry.count",)),
        ({"retry": {"count": 3}}, ("retry.count",)),
        ({"fallbacks": [{"model": B}]}, ("fallbacks",)),
        ({"fallback_on_codes": [500]}, ("fallback_on_codes",)),
        ({"timeout": {"call_timeout": 9}}, ("timeout.call_timeout",)),
        ({"load_balancer": {"type": "weight_based", "models": [{"model": B}]}}, ("load_balancer.models",)),
        ({"fallback_on_codes": []}, ()),
        ({"fallback_on_codes": [529, 408, 429, 500, 502, 503, 504]}, ()),
        ({"cache": {"type": "exact_match", "ttl": 60}}, ()),
        ({"name": "trace me"}, ()),
    ],
)
def test_router_options_can_be_part_of_the_key(change: dict[str, Any], differs: tuple[str, ...]) -> None:
    """By that reading another way through the router is another request; spelled-out defaults are the same one."""
    defaults = "spec-2026-08+cache_key=with-options"
    ledger = route(policy_of(defaults=defaults, **change), Scenario(), cache=[stored(policy_of(defaults=defaults))])

    assert ledger.cache.outcome is (CacheOutcome.MISS if differs else CacheOutcome.HIT)
    assert ledger.cache.differs == differs
    assert "cache-key-options" in {rule.id for rule in ledger.cache.also}


def test_the_nearest_stored_key_explains_a_miss() -> None:
    """Of several stored answers the one with the fewest differences is compared."""
    near, far = policy_of(n=1), policy_of(picture="p9", size="256x256")
    ledger = route(policy_of(), Scenario(), cache=[stored(far, age_s=1), stored(near, age_s=900)])

    assert ledger.cache.differs == ("n",)


def test_an_empty_cache_misses_without_a_reason() -> None:
    """With nothing stored there is nothing to differ from."""
    ledger = route(policy_of(), Scenario())

    assert (ledger.cache.outcome, ledger.cache.differs, ledger.cache.ttl_s) == (CacheOutcome.MISS, (), 1800)


@pytest.mark.parametrize(("age_s", "outcome"), [(1799, CacheOutcome.HIT), (1800, CacheOutcome.EXPIRED)])
def test_answers_expire(age_s: float, outcome: CacheOutcome) -> None:
    """An answer is served until its time to live is over."""
    ledger = route(policy_of(), Scenario(), cache=[stored(policy_of(), age_s)])

    assert ledger.cache.outcome is outcome
    assert ledger.cache.age_s == age_s


def test_the_youngest_answer_counts() -> None:
    """An expired answer does not hide a fresh one."""
    policy = policy_of()
    ledger = route(policy, Scenario(), cache=[stored(policy, 9000), stored(policy, 5, model=B)])

    assert ledger.cache.outcome is CacheOutcome.HIT
    assert (ledger.verdict.served, ledger.verdict.difference) == (B, Difference.CACHE)


@pytest.mark.parametrize(
    ("defaults", "outcome"), [("spec-2026-08", CacheOutcome.EXPIRED), ("sdk-4.17", CacheOutcome.HIT)]
)
def test_a_warm_scenario_ages_by_the_request(defaults: str, outcome: CacheOutcome) -> None:
    """An answer of 40 minutes ago has expired by one source's default and not by the other's."""
    ledger = route(policy_of(defaults=defaults), Scenario(cached_age_s=2400))

    assert ledger.cache.outcome is outcome


def test_without_the_option_the_cache_is_not_asked() -> None:
    """A body without cache neither reads nor keeps, even in a warm scenario."""
    policy = Policy.from_body({"model": A})
    ledger = route(policy, Scenario(cached_age_s=1), cache=[stored(policy)])

    assert ledger.cache.outcome is CacheOutcome.OFF
    assert not ledger.kept


@pytest.mark.parametrize("behaviour", [{"script": [500]}, {"payload": "bad_json"}])
def test_failures_are_not_kept(behaviour: dict[str, Any]) -> None:
    """Neither an error nor a broken answer goes into the cache."""
    assert not route(policy_of(), Scenario.model_validate({"default": behaviour})).kept


def test_keys_have_a_stable_digest() -> None:
    """Equal requests have equal digests; the picture and odd values take part."""
    odd: dict[str, Any] = {"weird": [{"b": 1.0, "a": {1, 2}}], "surrogate": "\ud800"}

    assert policy_of(n=2).key.digest == policy_of(n=2.0).key.digest
    assert policy_of().key.digest != policy_of("p2").key.digest
    assert len(policy_of(**odd).key.digest) == 64
