"""What the router would do with the request in the form. Nothing is sent."""

import streamlit as st

from orq_ui.ui.composition import compose
from orq_ui.ui.explain.odds import failure_rates_panel, odds_panel
from orq_ui.ui.explain.plan import choices_panel, plan_panel, refusal_panel, sentences_panel
from orq_ui.ui.explain.simulation import simulation_panel
from orq_ui.ui.scenarios.assumptions import assumptions_panel, defaults_panel
from orq_ui.ui.scenarios.picker import scenario_panel
from orq_ui.ui.session import session
from orq_ui.ui.text.error_panel import error_box

here = session()
composition = compose(here)
policy = composition.policy

st.title("Explain")
st.caption("What the router does with the request in the form, and why. Nothing is sent from this page.")
with st.container(horizontal=True, vertical_alignment="bottom"):
    scenario_panel(here, "explain")
    defaults_panel(here)
assumptions_panel(here)
if composition.unreadable is not None:
    error_box(composition.unreadable)
if policy is not None:
    refusal_panel(composition.findings)
    flow, figures = st.columns(2, gap="large")
    with flow:
        plan_panel(policy)
    with figures:
        sentences_panel(policy, composition.body)
        scenario = failure_rates_panel(policy, composition.scenario)
        odds_panel(here, policy, scenario)
    choices_panel(policy, composition.received)
    simulation_panel(here, policy, scenario, composition.scenario)
