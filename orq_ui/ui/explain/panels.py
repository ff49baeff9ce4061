"""What the router would do with the request in the form, before anything is sent."""

from __future__ import annotations

import streamlit as st

from orq_ui.errors import InvalidInput
from orq_ui.routing import DEFAULTS, Ledger, Odds, Policy, Scenario, odds, route
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.charts.flowchart import flowchart
from orq_ui.ui.charts.odds import latency_chart, served_chart, timeout_chart, who_chart
from orq_ui.ui.explain.policy_text import plan_sentences
from orq_ui.ui.ledger.panel import ledger_panel
from orq_ui.ui.scenarios.what_if import failing, failure_of, models_of
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.outcomes import basis
from orq_ui.ui.text.quantities import duration, plural
from orq_ui.ui.text.tables import table

RUNS = 1000
CODES = (408, 429, 500, 502, 503, 504, 529)


def policy_panel(session: Session) -> Policy | None:
    """Read the form's request as a policy, with the set of defaults that the person chooses."""
    chosen = st.segmented_control(
        "Defaults that are documented by",
        list(DEFAULTS),
        required=True,
        default="spec-2026-08",
        key="explain.defaults",
        help="The vendor's description of August 2026 and its Python client 4.17 disagree on some defaults.",
    )
    picture = session.picture.sha256 if session.picture else ""
    try:
        return Policy.from_body(session.draft.request().sent(), str(chosen), picture=picture)
    except InvalidInput as error:
        words = message_for(error)
        st.error(words.advice, title=words.title)
        st.code(words.detail, language=None, wrap_lines=True)
        return None


def plan_panel(policy: Policy) -> None:
    """The plan as a picture, and each choice with where it comes from."""
    st.mermaid_chart(flowchart(policy), alt="The router's decisions for this request, as a flow")
    with st.expander("Each choice, and where it comes from", icon=":material/rule:", key="explain.choices"):
        rows = [
            (
                name,
                _value(choice.value),
                choice.path or "default",
                choice.rule.text,
                basis(choice.rule.documented),
            )
            for name, choice in policy.options().items()
        ]
        table(("choice", "value", "from", "rule", "known as"), rows, label="Choices of the policy")


def words_panel(policy: Policy) -> None:
    """The plan as sentences."""
    for number, sentence in enumerate(plan_sentences(policy), 1):
        st.text(f"{number}. {sentence}")


def rates_panel(policy: Policy, scenario: Scenario) -> Scenario:
    """A slider for each model: how often does it fail, and with what."""
    rates = {}
    st.markdown("**What if a model fails?**")
    for place, model in enumerate(models_of(policy)):
        status, rate = failure_of(scenario.behaviour_of(model))
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"explain.model.{place}"):
            st.text(model, width=170)
            code = st.selectbox(
                "fails with",
                CODES,
                index=CODES.index(status) if status in CODES else 4,
                key=f"explain.code.{place}.{model}",
                width=110,
            )
            percent = st.slider("of its calls, in %", 0, 100, round(rate * 100), key=f"explain.rate.{place}.{model}")
        if (code, percent) != (status, round(rate * 100)):
            rates[model] = (int(code), percent / 100)
    return failing(scenario, rates)


def odds_panel(found: Odds, session: Session) -> None:
    """The exact odds, and the worst case next to the client's patience."""
    timeout_ms = session.connection.timeout_s * 1000
    with st.container(horizontal=True):
        st.metric("Success", f"{found.success:.2%}")
        st.metric("Provider calls", f"{found.attempts:.2f}")
        st.metric("Mean time", duration(found.mean_ms))
        st.metric("Worst case", duration(found.worst_ms))
    chart = served_chart(found)
    st.echarts_chart(
        chart, height=40 + 30 * (len(found.served) + 1), key="explain.served", alt="Who answers, in percent"
    )
    if found.worst_ms > timeout_ms:
        st.warning(
            f"The plan can take {duration(found.worst_ms)}. This client waits only {duration(timeout_ms)}.",
            icon=":material/hourglass_bottom:",
        )
    bars = timeout_chart(found.worst_ms, found.mean_ms, timeout_ms)
    st.echarts_chart(bars, height=140, key="explain.patience", alt="Worst case against the client's timeout")


def simulate_panel(policy: Policy, scenario: Scenario) -> None:
    """Play one request out, or a thousand."""
    if st.button(f"Run it {RUNS:,} times", icon=":material/casino:", key="explain.run"):
        st.session_state["explain.runs"] = (policy.key.digest, scenario, _runs(policy, scenario))
    ran = st.session_state.get("explain.runs")
    if ran is not None and ran[:2] == (policy.key.digest, scenario):
        _spread(ran[2])
    with st.expander("One run, attempt by attempt", icon=":material/timeline:", expanded=True, key="explain.one"):
        seed = st.number_input(
            "seed",
            min_value=0,
            max_value=9999,
            value=0,
            key="explain.seed",
            width=160,
            help="Another seed is another run of luck. The same seed is always the same run.",
        )
        ledger_panel(RecordedLedger.model_validate(route(policy, scenario, int(seed)).to_dict()), "explain")


def _runs(policy: Policy, scenario: Scenario) -> list[Ledger]:
    return [route(policy, scenario, seed) for seed in range(RUNS)]


def _spread(ledgers: list[Ledger]) -> None:
    times = sorted(ledger.verdict.total_ms for ledger in ledgers)
    answered = sum(ledger.verdict.served is not None for ledger in ledgers)
    st.text(
        f"{plural(answered, 'request')} of {len(ledgers):,} answered. Half within {duration(times[len(times) // 2])}, "
        f"95 % within {duration(times[int(len(times) * 0.95)])}, the slowest {duration(times[-1])}."
    )
    st.echarts_chart(latency_chart(ledgers), height=240, key="explain.latency", alt="Spread of latency")
    st.echarts_chart(who_chart(ledgers), height=160, key="explain.who", alt="Who answered")


def exact(policy: Policy, scenario: Scenario) -> Odds:
    """The odds of a plan."""
    return odds(policy, scenario)


def _value(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(str(code) for code in sorted(value))
    if isinstance(value, tuple):
        return ", ".join(getattr(item, "model", str(item)) for item in value) or "none"
    return "none" if value is None else str(value)
