"""A policy as a flow."""

from typing import Any

import pytest

from orq_ui.routing import BUILT_IN_SCENARIOS, Policy
from orq_ui.ui.charts.flowchart import MAX_MODELS, flowchart
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


def edges(body: dict[str, Any]) -> list[str]:
    return [line for line in flowchart(Policy.from_body(body)).splitlines() if "-->" in line or "-.->" in line]


def test_every_status_has_a_way_out() -> None:
    """What leads to the fallback, what ends the request at once, and what always does, each have an arrow."""
    body = {"model": "x/a", "fallbacks": [{"model": "x/b"}], "fallback_on_codes": [400, 503]}

    assert edges(body) == [
        "ask --> m0",
        "m0 --> served",
        'm0 --- on0["503"]:::statuses --> f0',
        'm0 --- end0["any other status,<br/>always 400 401 403 404"]:::statuses --> failed',
        "f0 --> served",
        "f0 --> failed",
    ]
    assert '"x/a<br/>1 attempt"' in flowchart(Policy.from_body(body))


def test_a_fallback_that_is_never_asked_has_a_dotted_arrow() -> None:
    """A list of nothing but final statuses leads nowhere."""
    found = edges({"model": "x/a", "fallbacks": [{"model": "x/b"}], "fallback_on_codes": [401]})

    assert 'm0 -.- on0["no status"]:::statuses -.-> f0' in found
    assert 'm0 --- end0["any error"]:::statuses --> failed' in found


def test_the_box_says_what_is_tried_again() -> None:
    """The statuses of a retry are in each model's box, without those that never are, and cut where they are many."""
    short = flowchart(Policy.from_body({"model": "x/a", "retry": {"count": 2, "on_codes": [400, 429]}}))
    long = flowchart(Policy.from_body({"model": "x/a", "retry": {"count": 1, "on_codes": list(range(410, 500))}}))

    assert "up to 3 attempts,<br/>again after 429" in short
    assert "again after 410 411 412 413 414 415 416 and 83 more" in long


def test_long_chains_are_cut() -> None:
    """Of many models the first are drawn, and the rest is counted: the chart stays one that can be drawn and read."""
    rows = [{"model": f"x/{number}"} for number in range(500)]
    body = {"model": "x/a", "fallbacks": rows, "load_balancer": {"type": "weight_based", "models": rows}}
    flow = flowchart(Policy.from_body(body))

    assert "488 more fallbacks" in flow
    assert "488 more models" in flow
    assert flow.count("-->") < 10 * MAX_MODELS
