"""Compose a request, send it, look at the variations."""

import streamlit as st

from orq_ui.ui.composition import compose
from orq_ui.ui.session import session
from orq_ui.ui.text.code_panel import code_panel
from orq_ui.ui.variations.findings import findings_panel
from orq_ui.ui.variations.import_and_share import open_link
from orq_ui.ui.variations.picture import picture_panel
from orq_ui.ui.variations.preview import json_panel, request_panel
from orq_ui.ui.variations.request_form import request_form_panel
from orq_ui.ui.variations.result import result_panel
from orq_ui.ui.variations.send_bar import send_panel

here = session()
open_link(here)
here.take_result()
with st.container(horizontal=True, gap="medium", key="page"):
    with st.container(key="composer"):
        st.title("Make variations of a picture with orq.ai", anchor=False)
        # What comes and goes has a place of its own: everything after it stays where it is on the page.
        with st.container():
            picture_panel(here)
        # After the picture's panel: a picture that nothing can be made of can still be removed.
        composition = compose(here)
        request_form_panel(here, composition)
    with st.container(key="workbench"):
        send_panel(here, composition)
        result, body, request, code, checks = st.tabs(
            ["Result", "JSON", "Request", "Code", "Check"], key="workbench.tabs", on_change="rerun"
        )
        if result.open:
            with result:
                result_panel(here, composition)
        if body.open:
            with body:
                json_panel(composition)
        if request.open and composition.wire is not None:
            with request:
                request_panel(composition.wire)
        if code.open and composition.wire is not None:
            with code:
                code_panel(composition.wire, emulated=here.connection.is_emulator)
        if checks.open:
            with checks:
                findings_panel(here, composition.findings)
