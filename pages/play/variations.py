"""Compose a request, send it, look at the variations."""

import streamlit as st

from orq_ui.ui.session import session
from orq_ui.ui.variations.accept_import import take_link
from orq_ui.ui.variations.code import code_panel
from orq_ui.ui.variations.composer import composer_panel
from orq_ui.ui.variations.findings import findings_panel
from orq_ui.ui.variations.pending_import_panel import incoming_panel
from orq_ui.ui.variations.picture import picture_panel
from orq_ui.ui.variations.preview import json_panel, request_panel
from orq_ui.ui.variations.result import result_panel
from orq_ui.ui.variations.send import come_back_to_result, send_panel
from orq_ui.ui.variations.sending import preflight, settle

here = session()
take_link(here)
settle(here)
look = preflight(here)
# What comes and goes has a place of its own: everything after it stays where it is on the page.
with st.container():
    incoming_panel(here)
left, right = st.columns([5, 6], gap="medium")
with left, st.container(key="composer"):
    st.subheader("Picture")
    with st.container():
        picture_panel(here)
    composer_panel(here, look)
with right, st.container(key="workbench"):
    send_panel(here, look)
    come_back_to_result(here)
    result, body, request, code, checks = st.tabs(
        ["Result", "JSON", "Request", "Code", "Check"], key="workbench.tabs", default="JSON", on_change="rerun"
    )
    if result.open:
        with result:
            result_panel(here)
    if body.open:
        with body:
            json_panel(here.draft, here.picture)
    if request.open and look.wire is not None:
        with request:
            request_panel(look.wire)
    if code.open and look.wire is not None:
        with code:
            code_panel(look.wire)
    if checks.open:
        with checks:
            findings_panel(here, look.findings)
