"""A button that saves a file, for the person of this session alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from orq_ui.ui.server.private_downloads import pointer
from orq_ui.ui.services import services
from orq_ui.ui.session import session


def download_button(
    label: str,
    build: Callable[[], bytes | str],
    *,
    name: str,
    media_type: str,
    key: str,
    icon: str = ":material/download:",
    help: str | None = None,  # noqa: A002 - Streamlit's own word for it
    type: Literal["secondary", "tertiary"] = "secondary",  # noqa: A002 - likewise
) -> None:
    """Draw the button; the content is built when it is clicked, in a thread of the server's."""
    here = session()
    own, owner = here.id, here.owner

    def publish() -> bytes:
        content = build()
        if isinstance(content, str):
            content = content.encode()
        return pointer(services().pictures.put_download(content, media_type, name, own, owner))

    st.download_button(
        label,
        data=publish,
        file_name=name,
        mime=media_type,
        on_click="ignore",
        key=key,
        icon=icon,
        help=help,
        type=type,
    )
