"""What the panel says of a ledger."""

from typing import Any

from hypothesis import given

from orq_ui.routing import BUILT_IN_SCENARIOS, Policy, route
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.ledger.panel import summary
from orq_ui.ui.ledger.waterfall import waterfall
from tests.strategies import json_values

BODY = {"model": "openai/dall-e-2", "orq": {"fallbacks": [{"model": "emulator/neon"}], "retry": {"count": 2}}}


@given(json_values(), json_values())
def test_what_is_read_can_be_drawn(one: Any, other: Any) -> None:
    """A ledger with anything in it is either refused or drawn."""
    whole = route(Policy.from_body(BODY), BUILT_IN_SCENARIOS["rate-limited-primary"].scenario, 1).to_dict()
    for name in ("verdict", "cache", "draw", "attempts", "rules"):
        for spoilt in (whole | {name: one}, whole | {name: [other]}, {name: one, "verdict": {"served": other}}):
            ledger = RecordedLedger.read(spoilt)
            if ledger is not None and ledger.verdict is not None:
                assert list(summary(ledger, ledger.verdict))
                assert waterfall(ledger)
