"""A link that saves a file, drawn like a button."""

from __future__ import annotations

import streamlit as st

from orq_ui.ui.text.markup import escaped


def download_link(label: str, url: str, icon: str = "download", *, quiet: bool = False) -> None:
    """Draw the link; ``icon`` is a name of the Material set, ``quiet`` draws no border."""
    kind = "orq-download orq-quiet" if quiet else "orq-download"
    st.html(
        f'<a class="{kind}" href="{escaped(url)}" download>'
        f'<span class="orq-icon" aria-hidden="true">{escaped(icon)}</span>{escaped(label)}</a>',
        width="content",
    )
