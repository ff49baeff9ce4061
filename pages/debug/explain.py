"""What the router would do with the request in the form. Nothing is sent."""

import streamlit as st

from orq_ui.ui.explain.odds import failure_rates_panel, odds_panel
from orq_ui.ui.explain.plan import choices_panel, defaults_panel, plan_panel, sentences_panel
from orq_ui.ui.explain.simulation import simulation_panel
from orq_ui.ui.scenarios.picker import scenario_panel
from orq_ui.ui.session import session

here = session()

st.title("Explain")
st.caption("What the router does with the request in the form, and why. Nothing is sent from this page.")
with st.container(horizontal=True, vertical_alignment="bottom"):
    base = scenario_panel(here, "explain")
    policy = defaults_panel(here)
if policy is not None:
    flow, figures = st.columns(2, gap="large")
    with flow:
        plan_panel(policy)
    with figures:
        sentences_panel(policy)
        scenario = failure_rates_panel(policy, base)
        odds_panel(here, policy, scenario)
    choices_panel(here, policy)
    simulation_panel(here, policy, scenario)
