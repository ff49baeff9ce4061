"""A request played out by the router's rules: once, attempt by attempt, or a thousand times."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orq_ui.routing import Ledger, Policy, Scenario, route
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.charts.odds import bars_height, latency_chart, who_chart
from orq_ui.ui.ledger.advice import adopted_panel, advice_panel
from orq_ui.ui.ledger.panel import ledger_panel
from orq_ui.ui.scenarios.run_scenario import LARGEST_SEED
from orq_ui.ui.session import Session
from orq_ui.ui.text.quantities import duration, plural

RUNS = 1000
LAST_RUNS = "explain.runs"
"""Where the session keeps what was run, with the policy and scenario that it was run for."""


def simulation_panel(session: Session, policy: Policy, scenario: Scenario, played: Scenario) -> None:
    """Draw the button that runs it, the spread of the runs, and one run in full, with what would have saved it.

    ``played`` is the scenario of the next send, without the failure rates that are tried on the page.
    """
    if st.button(f"Run it {RUNS:,} times", icon=":material/casino:", key="explain.run"):
        ledgers = [route(policy, scenario, seed) for seed in range(RUNS)]
        st.session_state[LAST_RUNS] = (policy, scenario, ledgers)
    last = st.session_state.get(LAST_RUNS)
    if last is not None and last[:2] == (policy, scenario):
        _spread(last[2])
    with st.expander("One run, attempt by attempt", icon=":material/timeline:", expanded=True, key="explain.one"):
        seed = st.number_input(
            "Seed",
            min_value=0,
            max_value=LARGEST_SEED,
            value=session.connection.seed or 0,
            key="explain.seed",
            width=160,
            help="A different seed gives a different run; the same seed always gives the same one.",
        )
        ledger = route(policy, scenario, int(seed))
        ledger_panel(RecordedLedger.model_validate(ledger.to_dict()), "explain")
        advice_panel(session, session.draft.body, ledger, scenario, "explain", is_played=scenario == played)
    adopted_panel(session)


def _spread(ledgers: Sequence[Ledger]) -> None:
    times = sorted(ledger.verdict.total_ms for ledger in ledgers)
    answered = sum(ledger.verdict.served is not None for ledger in ledgers)
    st.text(
        f"{plural(answered, 'request')} of {len(ledgers):,} answered. Half within {duration(times[len(times) // 2])}, "
        f"95 % within {duration(times[int(len(times) * 0.95)])}, the slowest {duration(times[-1])}."
    )
    counted = {ledger.verdict.served for ledger in ledgers}
    st.echarts_chart(latency_chart(ledgers), height=240, key="explain.latency", alt="Spread of latency")
    st.echarts_chart(who_chart(ledgers), height=bars_height(len(counted)), key="explain.who", alt="Who answered")
