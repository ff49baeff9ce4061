"""Which ledgers can be drawn."""

from typing import Any

import pytest
from hypothesis import given

from orq_ui.routing import BUILT_IN_SCENARIOS, Policy, route
from orq_ui.ui.charts.waterfall import waterfall
from orq_ui.ui.ledger.panel import sentences
from orq_ui.ui.ledger.validation import is_drawable
from tests.strategies import json_values

BODY = {"model": "openai/dall-e-2", "orq": {"fallbacks": [{"model": "emulator/neon"}], "retry": {"count": 2}}}


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
@pytest.mark.parametrize("seed", range(4))
def test_ours_can(name: str, seed: int) -> None:
    """Every story's ledger is drawn."""
    assert is_drawable(route(Policy.from_body(BODY), BUILT_IN_SCENARIOS[name].scenario, seed).to_dict())


def test_one_that_was_refused_before_routing_can() -> None:
    """It has no verdict."""
    assert is_drawable({"verdict": None})
    assert is_drawable({})


@given(json_values(), json_values())
def test_what_is_drawable_is_drawn(one: Any, other: Any) -> None:
    """A ledger with anything in it either is refused, or can be drawn."""
    whole = route(Policy.from_body(BODY), BUILT_IN_SCENARIOS["rate-limited-primary"].scenario, 1).to_dict()
    for name in ("verdict", "cache", "draw", "attempts", "rules"):
        for spoilt in (whole | {name: one}, whole | {name: [other]}, {name: one, "verdict": {"served": other}}):
            if is_drawable(spoilt) and spoilt.get("verdict") is not None:
                assert sentences(spoilt)
                assert waterfall(spoilt)


def test_a_rule_that_is_not_there() -> None:
    """An attempt that cites it cannot be drawn."""
    whole = route(Policy.from_body(BODY), BUILT_IN_SCENARIOS["rate-limited-primary"].scenario, 1).to_dict()

    assert not is_drawable(whole | {"rules": {}})
