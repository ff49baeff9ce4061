"""A link that saves a file, drawn like a button."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.text.markup import escape_html


def download_link(label: str, url: str, icon: str = "download", *, quiet: bool = False) -> None:
    """Draw the link; ``icon`` is a name of the Material set, ``quiet`` draws no border."""
    kind = "orq-download orq-quiet" if quiet else "orq-download"
    st.html(
        f'<a class="{kind}" href="{escape_html(url)}" download>'
        f'<span class="orq-icon" aria-hidden="true">{escape_html(icon)}</span>{escape_html(label)}</a>',
        width="content",
    )
