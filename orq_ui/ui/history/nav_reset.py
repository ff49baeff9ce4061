"""The navigation's own link leads back to a page's first view: Streamlit's does nothing on the page that is open."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

# Multi-line on purpose: Streamlit takes a one-line string for a file's path.
_SCRIPT = """
export default function ({ setTriggerValue }) {
  const click = (event) => {
    const link = event.target.closest?.('a[data-testid$="NavLink"]');
    const is_plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !is_plain || new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue("home", true);
  };
  document.addEventListener("click", click, true);
  return () => document.removeEventListener("click", click, true);
}
"""


def come_home(go: Callable[[], None]) -> None:
    """Call ``go`` when this page's own link in the navigation is clicked."""
    st.components.v2.component("orq_ui_home", js=_SCRIPT)(key="home", on_home_change=go, height=0)
