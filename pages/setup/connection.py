"""Choose the emulator or a live host, give a key, test it; sign in where that is possible."""

import streamlit as st

from orq_ui.ui.connection.form import key_panel, target_panel, timeout_panel
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
    st.warning(
        "OpenAI retired dall-e-2, the model that this endpoint was made for, on 12 May 2026. Which models the live "
        "router serves variations with today is not documented, so a live call may answer that the model is unknown.",
        title="About live models",
        icon=":material/event_busy:",
    )
sign_in_panel(here)
