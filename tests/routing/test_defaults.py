"""Sets of defaults, the readings that can be exchanged, and their names."""

from itertools import product
from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.routing import ALTERNATIVE_READINGS, DEFAULT_SET, DEFAULTS, RULES, Defaults

ALL = [
    Defaults().with_readings(**dict(zip(ALTERNATIVE_READINGS, choices, strict=True)))
    for choices in product(*ALTERNATIVE_READINGS.values())
]


def test_every_choice_of_readings_has_a_name_of_its_own() -> None:
    """The name is read back as the same defaults, so it is enough to hand them on."""
    assert len({defaults.name for defaults in ALL}) == len(ALL) == 16
    assert [Defaults.read(defaults.name) for defaults in ALL] == ALL


def test_a_set_has_its_own_name() -> None:
    """However a set was put together, it is named as itself; anything else by the nearest set."""
    assert {name: defaults.name for name, defaults in DEFAULTS.items()} == {name: name for name in DEFAULTS}
    assert Defaults().with_readings(cache_ttl_s="3600").name == "sdk-4.17"
    assert Defaults().with_readings(cache_ttl_s="3600", retry_omitted="two").name == "sdk-4.17+retry_omitted=two"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("sdk-4.17", "sdk-4.17"),
        ("sdk-4.17+cache_ttl_s=1800", DEFAULT_SET),
        ({}, DEFAULT_SET),
        ({"name": "sdk-4.17"}, "sdk-4.17"),
        ({"cache_ttl_s": 3600}, "sdk-4.17"),
        ({"name": "sdk-4.17", "retry_omitted": "two"}, "sdk-4.17+retry_omitted=two"),
        (
            {"name": "sdk-4.17+retry_omitted=two", "retry_codes": "429-only"},
            "sdk-4.17+retry_codes=429-only+retry_omitted=two",
        ),
    ],
)
def test_defaults_are_read_from_a_name_or_json(given: object, name: str) -> None:
    """A set alone, or with other readings."""
    assert Defaults.read(given).name == name


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ("spec-1999", "defaults", "'spec-1999' is none of spec-2026-08, sdk-4.17"),
        ("sdk-4.17+retry_omitted=three", "defaults.retry_omitted", "'three' is none of none, two"),
        ("sdk-4.17+retry_omitted", "defaults.retry_omitted", "'' is none of none, two"),
        ("sdk-4.17+retries=2", "defaults", "'retries' is none of retry_omitted, retry_codes, cache_ttl_s, cache_key"),
        ({"name": 5}, "defaults", "'5' is none of"),
        ({"retry_omitted": ["two"]}, "defaults.retry_omitted", "is none of none, two"),
        ({"self": "two"}, "defaults", "'self' is none of"),
        (["sdk-4.17"], "defaults", "must be a name or an object"),
        ("x" * 9000, "defaults", f"{'x' * 60!r} is none of"),
    ],
)
def test_what_does_not_exist_is_named(given: Any, path: str, reason: str) -> None:
    """An unknown set, assumption or reading is refused with what there is."""
    with pytest.raises(InvalidInput) as refusal:
        Defaults.read(given)

    assert refusal.value.path == path
    assert reason in refusal.value.reason


def test_every_reading_has_a_rule_of_its_own() -> None:
    """So that a ledger tells by which reading it came about."""
    rules = [reading.rule for readings in ALTERNATIVE_READINGS.values() for reading in readings.values()]

    assert len(set(rules)) == len(rules)
    assert set(rules) <= set(RULES.values())
