"""The longest way through the router, against the exact odds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.routing import Policy, Scenario, WorstCase, odds, worst_case

codes = st.lists(st.sampled_from([400, 404, 408, 429, 503]), min_size=1, max_size=3, unique=True)
options = st.fixed_dictionaries(
    {"timeout": st.fixed_dictionaries({"call_timeout": st.integers(1, 9000)})},
    optional={
        "retry": st.fixed_dictionaries({}, optional={"count": st.integers(1, 5), "on_codes": codes}),
        "fallbacks": st.lists(st.sampled_from(["x/b", "x/c"]).map(lambda model: {"model": model}), max_size=3),
        "fallback_on_codes": codes,
    },
)


@given(options)
def test_the_sum_is_what_the_odds_call_the_worst(body: dict[str, Any]) -> None:
    """Attempts times timeout plus the longest backoffs is what the exact odds call the worst."""
    policy = Policy.from_body({"model": "x/a", **body})
    every = [{"status": status, "probability": 0.1} for status in (400, 404, 408, 429, 503)]
    timeout = body["timeout"]["call_timeout"]
    worst = odds(policy, Scenario.model_validate({"default": {"latency_ms": timeout, "faults": every}})).worst_ms

    assert worst_case(policy).total_ms(timeout) == worst


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, WorstCase(1, 0)),
        # 1.25 + 2.5 s of backoff at each of two models.
        ({"retry": {"count": 2}, "fallbacks": [{"model": "x/b"}]}, WorstCase(6, 7500)),
        # Statuses that end a request lead nowhere, whatever the lists say.
        ({"retry": {"count": 5, "on_codes": [400, 404]}}, WorstCase(1, 0)),
        ({"fallbacks": [{"model": "x/b"}], "fallback_on_codes": [401]}, WorstCase(1, 0)),
    ],
)
def test_only_what_a_status_can_lead_to_is_counted(body: dict[str, Any], expected: WorstCase) -> None:
    """Every retry at every model counts, but none that no status leads to."""
    assert worst_case(Policy.from_body({"model": "x/a", **body})) == expected
