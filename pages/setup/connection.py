"""Choose the emulator or a live host, give a key, test it; sign in where that is possible."""

import streamlit as st

from orq_ui.ui.connection.form import key_panel, live_models_note, target_panel, timeout_panel
from orq_ui.ui.connection.probe import probe_panel
from orq_ui.ui.connection.sign_in import sign_in_panel
from orq_ui.ui.session import session

here = session()

st.title("Connection")
choice, test = st.columns(2, gap="large")
with choice:
    target_panel(here)
    key_panel(here)
    timeout_panel(here)
with test:
    probe_panel(here)
    live_models_note()
sign_in_panel(here)
