"""What the router would do with the request in the form. Nothing is sent."""

import streamlit as st

from orq_ui.ui.explain.panels import (
    exact,
    odds_panel,
    plan_panel,
    policy_panel,
    rates_panel,
    simulate_panel,
    words_panel,
)
from orq_ui.ui.scenarios.picker import scenario_panel
from orq_ui.ui.session import session

here = session()

st.title("Explain")
st.caption("What the router does with the request in the form, and why. Nothing is sent from this page.")
with st.container(horizontal=True, vertical_alignment="bottom"):
    base = scenario_panel(here, "explain")
    policy = policy_panel(here)
if policy is not None:
    flow, figures = st.columns(2, gap="large")
    with flow:
        plan_panel(policy)
    with figures:
        words_panel(policy)
        scenario = rates_panel(policy, base)
        odds_panel(exact(policy, scenario), here)
    simulate_panel(policy, scenario)
