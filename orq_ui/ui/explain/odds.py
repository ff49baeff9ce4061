"""What if a model fails: the failure rates that a person tries, and the odds that follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from orq_ui.routing import Behaviour, Fault, Policy, Scenario, odds
from orq_ui.ui.charts.odds import bars_height, served_chart, timeout_chart
from orq_ui.ui.session import Session
from orq_ui.ui.text.quantities import duration

CODES = (408, 429, 500, 502, 503, 504, 529)
RATES_OF = "explain.rates_of"
"""Where the session keeps the scenario whose failure rates are shown."""


def failure_rates_panel(policy: Policy, scenario: Scenario) -> Scenario:
    """Draw how often each model fails, and with what; return the scenario with what was changed."""
    rates = {}
    if scenario.script_scope == "server":
        st.caption(
            ":material/info: The scripts of this scenario continue from one request to the next. What is shown here is "
            "for a request that finds them at their start."
        )
    st.markdown("**What if a model fails?**")
    # Naming a model in the scenario would make one that is refused exist.
    callable_models = [model for model in policy.models if scenario.refusal_rule(model) is None]
    is_new = st.session_state.get(RATES_OF) != scenario
    st.session_state[RATES_OF] = scenario
    for place, model in enumerate(callable_models):
        status, rate = _likeliest_fault(scenario.behaviour_of(model))
        code_key, rate_key = f"explain.code.{place}.{model}", f"explain.rate.{place}.{model}"
        if is_new or rate_key not in st.session_state:
            # Another scenario's rates; what was tried in the one before is no longer meant.
            st.session_state[code_key], st.session_state[rate_key] = status, round(rate * 100)
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"explain.model.{place}"):
            st.text(model, width=170)
            seen: Literal["visible", "collapsed"] = "collapsed" if place else "visible"
            code = st.selectbox("fails with", sorted({*CODES, status}), key=code_key, width=110, label_visibility=seen)
            percent = st.slider("in … % of its calls", 0, 100, key=rate_key, label_visibility=seen)
        if (code, percent) != (status, round(rate * 100)):
            rates[model] = (int(code), percent / 100)
    return _with_failures(scenario, rates)


def odds_panel(session: Session, policy: Policy, scenario: Scenario) -> None:
    """Draw the exact odds, and the worst case next to the client's timeout."""
    found, timeout_ms = odds(policy, scenario), session.connection.timeout_s * 1000
    with st.container(horizontal=True):
        st.metric("Success", f"{found.success:.2%}")
        st.metric("Provider calls", f"{found.attempts:.2f}")
        st.metric("Mean time", duration(found.mean_ms))
        st.metric("Worst case", duration(found.worst_ms))
    chart = served_chart(found)
    st.echarts_chart(
        chart, height=bars_height(len(found.served) + 1), key="explain.served", alt="Who answers, in percent"
    )
    if found.worst_ms > timeout_ms:
        st.warning(
            f"The plan can take {duration(found.worst_ms)}. This client waits only {duration(timeout_ms)}.",
            icon=":material/hourglass_bottom:",
        )
    bars = timeout_chart(found.worst_ms, found.mean_ms, timeout_ms)
    st.echarts_chart(bars, height=bars_height(3), key="explain.patience", alt="Worst case against the client's timeout")


def _likeliest_fault(behaviour: Behaviour) -> tuple[int, float]:
    """Return a model's most likely fault and its rate (0 to 1) in the long run, scripts left aside."""
    worst = max(behaviour.faults, key=lambda fault: fault.probability, default=None)
    return (503, 0.0) if worst is None else (worst.status, worst.probability)


def _with_failures(scenario: Scenario, rates: Mapping[str, tuple[int, float]]) -> Scenario:
    """Return the scenario in which each named model fails with a status at a rate, and not by script."""
    models = dict(scenario.models)
    for model, (status, rate) in rates.items():
        faults = (Fault(status=status, probability=rate),) if rate else ()
        models[model] = scenario.behaviour_of(model).model_copy(update={"faults": faults, "script": ()})
    return scenario.model_copy(update={"models": models})
