"""Ledgers read back from their JSON."""

from typing import Any

import pytest

from orq_ui.routing import BUILT_IN_SCENARIOS, Policy, route
from orq_ui.routing.recorded_ledger import RecordedLedger

BODY = {"model": "openai/dall-e-2", "orq": {"fallbacks": [{"model": "emulator/neon"}], "retry": {"count": 2}}}


def ledger_json(name: str = "rate-limited-primary", seed: int = 1) -> dict[str, Any]:
    """Return a ledger as the engine writes it."""
    return route(Policy.from_body(BODY), BUILT_IN_SCENARIOS[name].scenario, seed).to_dict()


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
@pytest.mark.parametrize("seed", range(4))
def test_our_own_is_read_back(name: str, seed: int) -> None:
    """Every attempt, its rule and the verdict come back as the engine made them."""
    made = route(Policy.from_body(BODY), BUILT_IN_SCENARIOS[name].scenario, seed)

    ledger = RecordedLedger.read(made.to_dict())

    assert ledger is not None
    assert ledger.verdict is not None
    assert (ledger.verdict.served, ledger.verdict.status) == (made.verdict.served, made.verdict.status)
    assert [(row.model, row.status, ledger.rules[row.rule].text) for row in ledger.attempts] == [
        (row.model, row.status, row.rule.text) for row in made.attempts
    ]


@pytest.mark.parametrize("unrouted", [{}, {"verdict": None}, {"verdict": None, "attempts": "none", "cache": None}])
def test_a_request_that_was_refused_before_routing_has_no_verdict(unrouted: dict[str, Any]) -> None:
    """Such a ledger is read whatever else is in it."""
    ledger = RecordedLedger.read(unrouted)

    assert ledger is not None
    assert ledger.verdict is None


def test_a_cited_rule_has_to_be_there() -> None:
    """An attempt without its rule could not say why."""
    assert RecordedLedger.read(ledger_json() | {"rules": {}}) is None
