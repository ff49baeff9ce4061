"""Lets a picture be pasted anywhere on the page: Streamlit's uploader takes files by click and drop only."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.streamlit_compat import UPLOAD_INPUT

# Multi-line on purpose: Streamlit takes a one-line string for a file's path.
_SCRIPT = """
export default function ({ data }) {
  const paste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    const input = document.querySelector(data.input);
    if (!files.length || !input) return;
    event.preventDefault();
    const carrier = new DataTransfer();
    carrier.items.add(files[0]);
    input.files = carrier.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("paste", paste);
  return () => document.removeEventListener("paste", paste);
}
"""


def accept_paste() -> None:
    """Listen for pasted pictures while the uploader is on the page."""
    st.components.v2.component("orq_ui_paste", js=_SCRIPT)(
        key="picture.paste", data={"input": f'[class*="st-key-picture-upload"] {UPLOAD_INPUT}'}, height=0
    )
