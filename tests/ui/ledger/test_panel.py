"""What the panel says of a ledger."""

from typing import Any

from hypothesis import given

from orq_ui.routing import BUILT_IN_SCENARIOS, Policy, route
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.ledger.panel import summary
from orq_ui.ui.ledger.waterfall import waterfall
from tests.strategies import json_values

BODY = {"model": "openai/dall-e-2", "orq": {"fallbacks": [{"model": "emulator/neon"}], "retry": {"count": 2}}}


def test_stand_ins_are_named() -> None:
    """Of a model that the emulator does not have, the summary says that a stand-in answered."""
    whole = route(Policy.from_body({"model": "acme/painter-9"}), BUILT_IN_SCENARIOS["all-well"].scenario).to_dict()
    ledgers = [RecordedLedger.model_validate(whole | more) for more in ({}, {"stand_ins": ["acme/painter-9"]})]
    said = [" ".join(summary(ledger, ledger.verdict)) for ledger in ledgers if ledger.verdict]

    assert ["stand-in" in text for text in said] == [False, True]


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


def test_the_panel_says_why_in_the_ledgers_own_words() -> None:
    """The sentence of the ending is the one that the ledger has; an old ledger has its rule's text."""
    body = {"model": "openai/dall-e-2", "orq": {"fallbacks": [{"model": "emulator/neon"}], "fallback_on_codes": [429]}}
    made = route(Policy.from_body(body), BUILT_IN_SCENARIOS["primary-down"].scenario).to_dict()
    ledger = RecordedLedger.model_validate(made)
    old = made | {"attempts": [{name: cell for name, cell in made["attempts"][0].items() if name != "reason"}]}

    assert ledger.verdict is not None
    told = " ".join(summary(ledger, ledger.verdict))
    assert "503 is not in orq.fallback_on_codes [429], so emulator/neon was not asked." in told
    before = RecordedLedger.model_validate(old)
    assert before.reason_of(before.attempts[0]) == "Only the statuses in fallback_on_codes lead on to a fallback."
