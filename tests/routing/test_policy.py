"""How a body becomes a policy."""

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.routing import ALTERNATIVE_READINGS, DEFAULTS, Policy

MODEL = "openai/dall-e-2"
SEVEN = {408, 429, 500, 502, 503, 504, 529}
BALANCED = {"type": "weight_based", "models": [{"model": "a/a", "weight": 0.6}, {"model": "b/b", "weight": 0.2}]}


def read(**options: object) -> Policy:
    return Policy.from_body({"model": MODEL, **options})


def test_silent_body_takes_the_defaults() -> None:
    """A body with nothing but a model has no retries, fallbacks, timeout, cache or balancer."""
    policy = read()

    assert policy.retries.value == 0
    assert not policy.retries.rule.documented
    assert policy.retry_codes.value == policy.fallback_codes.value == SEVEN
    assert policy.fallbacks.value == ()
    assert policy.balancer.value == ()
    assert policy.call_timeout_ms.value is policy.cache_ttl_s.value is None
    assert {choice.origin for choice in policy.options().values()} == {"default"}


@pytest.mark.parametrize("level", ["top level", "orq"])
def test_options_are_read_at_both_levels(level: str) -> None:
    """The options mean the same nested in orq and at top level, and the policy says where they stood."""
    options = {
        "retry": {"count": 2.0, "on_codes": [429, 500.0]},
        "fallbacks": [{"model": "a/a"}, {"model": "b/b"}],
        "fallback_on_codes": [503],
        "cache": {"type": "exact_match", "ttl": 60},
        "timeout": {"call_timeout": 1500},
        "load_balancer": BALANCED,
    }
    policy = read(**options) if level == "top level" else read(orq=options)

    assert policy.retries.value == 2
    assert policy.retry_codes.value == {429, 500}
    assert policy.fallbacks.value == ("a/a", "b/b")
    assert policy.fallback_codes.value == {503}
    assert policy.cache_ttl_s.value == 60
    assert policy.call_timeout_ms.value == 1500
    assert [share.share for share in policy.balancer.value] == pytest.approx([0.75, 0.25])
    assert {choice.origin for choice in policy.options().values()} == {level}


def test_top_level_wins_for_each_field() -> None:
    """Of one field given twice the top-level value counts; a field given only in orq still counts."""
    policy = read(retry={"count": 1}, orq={"retry": {"count": 5, "on_codes": [500]}, "timeout": {"call_timeout": 9}})

    assert (policy.retries.value, policy.retries.path) == (1, "retry.count")
    assert policy.retries.shadowed == "orq.retry.count"
    assert [rule.id for rule in policy.retries.also] == ["top-level-wins"]
    assert (policy.retry_codes.path, policy.retry_codes.shadowed) == ("orq.retry.on_codes", None)
    assert policy.call_timeout_ms.origin == "orq"


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        ({"retry": {}}, "retries", 3),
        ({"retry": {"on_codes": []}}, "retry_codes", SEVEN),
        ({"retry": None}, "retries", 0),
        ({"retry": {"count": None}, "orq": {"retry": {"count": 2}}}, "retries", 2),
        ({"cache": {"type": "exact_match"}}, "cache_ttl_s", 1800),
        ({"cache": {}}, "cache_ttl_s", 1800),
        ({"load_balancer": {"type": "weight_based", "models": []}}, "balancer", ()),
        ({"load_balancer": {"type": "weight_based"}}, "balancer", ()),
        ({"orq": None}, "fallbacks", ()),
    ],
)
def test_half_filled_options_are_read(options: dict[str, object], field: str, value: object) -> None:
    """What a person has not filled in yet takes its default; null counts as not given."""
    assert read(**options).options()[field].value == value


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"model": 5}, "model"),
        ({"orq": "x"}, "orq"),
        ({"retry": 3}, "retry"),
        ({"retry": {"count": "2"}}, "retry.count"),
        ({"retry": {"count": 2.5}}, "retry.count"),
        ({"retry": {"count": True}}, "retry.count"),
        ({"retry": {"count": 6}}, "retry.count"),
        ({"retry": {"count": float("nan")}}, "retry.count"),
        ({"retry": {"count": 10**400}}, "retry.count"),
        ({"orq": {"retry": {"on_codes": [429, "500"]}}}, "orq.retry.on_codes[1]"),
        ({"retry": {"on_codes": 429}}, "retry.on_codes"),
        ({"orq": {"fallbacks": {"model": "a/a"}}}, "orq.fallbacks"),
        ({"fallbacks": [{"model": "a/a"}, {}]}, "fallbacks[1].model"),
        ({"fallbacks": ["a/a"]}, "fallbacks[0]"),
        ({"cache": {"type": "semantic"}}, "cache.type"),
        ({"cache": {"ttl": float("inf")}}, "cache.ttl"),
        ({"timeout": {"call_timeout": -1}}, "timeout.call_timeout"),
        ({"load_balancer": {"type": "round_robin"}}, "load_balancer.type"),
        ({"load_balancer": {"models": [{"model": "a/a", "weight": 0}]}}, "load_balancer.models"),
        ({"load_balancer": {"models": [{"model": "a/a", "weight": -1}]}}, "load_balancer.models[0].weight"),
    ],
)
def test_unreadable_values_are_named(options: dict[str, object], path: str) -> None:
    """A value that cannot be read raises InvalidInput with its dotted path."""
    with pytest.raises(InvalidInput) as refusal:
        read(**options)

    assert refusal.value.path == path


def test_balancer_entries_without_weight_weigh_a_half() -> None:
    """The default weight is 0.5, next to the weights that are given."""
    policy = read(load_balancer={"models": [{"model": "a/a"}, {"model": "b/b", "weight": 1}]})

    assert [share.share for share in policy.balancer.value] == pytest.approx([1 / 3, 2 / 3])
    assert [share.given for share in policy.balancer.value] == [False, True]


def test_sets_of_defaults_differ_in_the_time_to_live() -> None:
    """The 2026-08 description keeps answers for 1800 s, the Python SDK for 3600 s; both sources are disputed."""
    body = {"model": MODEL, "cache": {"type": "exact_match"}}
    kept = {name: Policy.from_body(body, name).cache_ttl_s for name in DEFAULTS}

    assert {name: choice.value for name, choice in kept.items()} == {"spec-2026-08": 1800, "sdk-4.17": 3600}
    assert all(choice.rule.disputed for choice in kept.values())


@pytest.mark.parametrize(
    ("switch", "choice", "field", "value"),
    [
        ("retry_omitted", "two", "retries", 2),
        ("retry_omitted", "none", "retries", 0),
        ("retry_codes", "429-only", "retry_codes", {429}),
        ("retry_codes", "newest", "retry_codes", SEVEN),
    ],
)
def test_a_chosen_reading_counts(switch: str, choice: str, field: str, value: object) -> None:
    """A reading changes that one value, with the rule that it comes from."""
    policy = Policy.from_body({"model": MODEL}, DEFAULTS["spec-2026-08"].with_readings(**{switch: choice}))

    assert policy.options()[field].value == value
    assert policy.options()[field].rule == ALTERNATIVE_READINGS[switch][choice].rule


def test_a_policy_names_its_defaults() -> None:
    """They are named by their set and what differs from it, or can be given so."""
    name = "spec-2026-08+retry_omitted=two"

    assert (
        Policy.from_body({"model": MODEL}, DEFAULTS["spec-2026-08"].with_readings(retry_omitted="two")).defaults == name
    )
    assert Policy.from_body({"model": MODEL}, name).retries.value == 2


def test_unknown_sets_are_refused() -> None:
    """A set that does not exist raises InvalidInput."""
    with pytest.raises(InvalidInput, match="spec-1999"):
        Policy.from_body({"model": MODEL}, "spec-1999")


@pytest.mark.parametrize(
    ("body", "codes", "path"),
    [
        ({"fallback_on_codes": []}, SEVEN, None),
        ({"orq": {"fallback_on_codes": []}}, SEVEN, None),
        ({"fallback_on_codes": [], "orq": {"fallback_on_codes": [429]}}, {429}, "orq.fallback_on_codes"),
        ({"fallback_on_codes": [429], "orq": {"fallback_on_codes": []}}, {429}, "fallback_on_codes"),
        ({"fallback_on_codes": [], "orq": {"fallback_on_codes": []}}, SEVEN, None),
    ],
)
def test_an_empty_list_of_codes_counts_as_omitted(body: dict[str, object], codes: set[int], path: str | None) -> None:
    """The form has no part for it, so it wins over nothing and hides nothing."""
    found = read(**body).fallback_codes

    assert set(found.value) == codes
    assert (found.path, found.shadowed) == (path, None)
