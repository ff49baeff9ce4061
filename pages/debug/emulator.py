"""Choose what the emulator's models do, see what it did, and point other clients at it."""

import streamlit as st

from orq_ui.ui.emulator.client_setup import client_setup_panel
from orq_ui.ui.emulator.request_log import request_log_panel
from orq_ui.ui.emulator.scenario_editor import everyone_panel, json_panel, models_panel
from orq_ui.ui.scenarios.assumptions import assumptions_line
from orq_ui.ui.scenarios.picker import scenario_panel
from orq_ui.ui.session import session

here = session()

st.title("Emulator")
st.caption("A router on this machine whose models fail when you want them to.")
left, right = st.columns(2, gap="large")
with left:
    st.subheader("What the models do")
    scenario = scenario_panel(here, "emulator")
    assumptions_line(here)
    form, text = st.tabs(["Form", "JSON"], key="emulator.tabs", on_change="rerun")
    if form.open:
        with form:
            models_panel(here, scenario)
    if text.open:
        with text:
            json_panel(here, scenario)
    everyone_panel(here, scenario)
with right:
    st.subheader("What it did")
    request_log_panel()
    st.subheader("Use it from elsewhere")
    client_setup_panel()
