"""A policy as a flow."""

from typing import Any

import pytest

from orq_ui.routing import BUILT_IN_SCENARIOS, Policy
from orq_ui.ui.charts.flowchart import flowchart
from orq_ui.ui.charts.palette import MAX_NAME, safe_name
from orq_ui.ui.explain.plan import plan_sentences

EVIL = 'x"]; click a "javascript:alert(1)" {b} <img src=x onerror=alert(1)> %% ```'


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
def test_a_plan_names_every_model(name: str) -> None:
    """The flow and the sentences have all the models that can be asked."""
    policy = Policy.from_body(BUILT_IN_SCENARIOS[name].body)
    flow, told = flowchart(policy), " ".join(plan_sentences(policy))

    assert flow.startswith("flowchart ")
    assert all(model in flow and model in told for model in policy.models)


def test_hostile_names_are_harmless_in_a_plan() -> None:
    """Markup, quotes and braces of a model's name never reach the diagram."""
    body: dict[str, Any] = {"model": EVIL, "fallbacks": [{"model": EVIL}], "retry": {"count": 1}}

    flow = flowchart(Policy.from_body(body))

    names = [line.split('["')[1].split("<br/>")[0] for line in flow.splitlines() if line.startswith(("m0[", "f0["))]
    assert names == [safe_name(EVIL)] * 2
    assert not set(safe_name(EVIL)) & set('"[]{}<>()`;|%')
    assert len(safe_name(EVIL)) <= MAX_NAME
