"""On a phone the result is below the form: sending brings it into view."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.streamlit_compat import TAB_LIST

# Multi-line on purpose: Streamlit takes a one-line string for a file's path.
_SCRIPT = """
export default function ({ data }) {
  const before = window.orqCall;
  window.orqCall = data.call;
  if (before === undefined || before === data.call || !data.call || window.innerWidth > 640) return;
  const tabs = () => document.querySelector(data.tabs);
  // After the redraw that the click has brought.
  setTimeout(() => tabs()?.scrollIntoView({ block: "start" }), 250);
}
"""


def follow_call(call: str) -> None:
    """Scroll once whenever ``call`` is another one; empty for none."""
    st.components.v2.component("orq_ui_follow", js=_SCRIPT)(
        key="send.follow", data={"call": call, "tabs": f".st-key-workbench {TAB_LIST}"}, height=0
    )
