"""The longest wait, against the routing engine."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ui.lint.rules.timeouts import plan
from orq_ui.routing import Policy, Scenario, odds
from tests.lint.cases import Given, falling, top

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
def test_the_sum_is_the_engines_worst_case(body: dict[str, Any]) -> None:
    """Attempts times timeout plus the longest backoffs is what the exact odds call the worst."""
    policy = Policy.from_body({"model": "x/a", **body})
    every = [{"status": status, "probability": 0.1} for status in (400, 404, 408, 429, 503)]
    timeout = body["timeout"]["call_timeout"]
    worst = odds(policy, Scenario.model_validate({"default": {"latency_ms": timeout, "faults": every}})).worst_ms

    assert plan(policy).worst_ms(timeout) == worst


@pytest.mark.parametrize(
    ("given", "call_timeout"),
    [
        # Two attempts share 600 s.
        (falling("x/b", timeout={"call_timeout": 400_000}), 300_000),
        # 24 attempts and 4 × 38.75 s of waits.
        (falling("x/b", "x/c", "x/d", retry={"count": 5}, timeout={"call_timeout": 600_000}), 18_000),
        (top(timeout={"call_timeout": 700_000}), 600_000),
        (falling("x/b", retry={"count": 3}), 72_000),
    ],
)
def test_the_proposed_timeout_fits_the_whole_plan(given: Given, call_timeout: int) -> None:
    """The fix is a call_timeout in whole seconds with which no wait is too long any more."""
    waits = {"worst-wait", "call-timeout-too-long", "wait-without-limit"}
    (finding,) = [each for each in given.findings() if each.rule in waits]
    fixed = finding.fix.apply(given.whole)

    assert fixed["timeout"] == {"call_timeout": call_timeout}
    assert not waits & {each.rule for each in given.findings(fixed)}


def test_nothing_is_proposed_where_nothing_fits() -> None:
    """Where the waits alone are longer than the client's patience, there is no one-click cure."""
    many = [f"x/{number}" for number in range(20)]
    (finding,) = falling(*many, retry={"count": 5}, timeout={"call_timeout": 9000}).of("worst-wait")

    assert finding.fix is None
