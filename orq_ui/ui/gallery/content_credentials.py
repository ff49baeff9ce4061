"""The badge of a picture with content credentials: that they are there, and not whether they are valid."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Lock
from types import MappingProxyType

import streamlit as st
from cachetools import LRUCache

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import Run
from orq_ui.imaging import Credentials, Picture, content_credentials
from orq_ui.ui.services import services
from orq_ui.ui.session import Session

REMEMBERED = 10_000
"""Pictures, by their hashes, that are not looked through again."""
TEXTS = MappingProxyType[Credentials, str](
    {
        "embedded": "This picture carries C2PA content credentials; changing a byte would void them. "
        "They have not been verified here.",
        "remote": "This picture refers to C2PA content credentials that are kept elsewhere; changing a byte would void "
        "them. They have been neither fetched nor verified here.",
    }
)
LOST = "The new picture has no content credentials."
"""What is added to the help of whatever makes another picture of one that has them."""
_known: LRUCache[str, Credentials | None] = LRUCache(REMEMBERED)
_lock = Lock()


def credentials_of(picture: Picture) -> Credentials | None:
    """Return how a picture carries content credentials, looked for once."""
    return _remembered(picture.sha256, lambda: picture.bytes)


def credentials_of_run(session: Session, run: Run) -> dict[int, Credentials]:
    """Return how the pictures of a person's run carry content credentials, by their place, for those that do.

    One whose bytes are not to be had is left out. Where the pictures are away, only the first is waited for.
    """
    found = {}
    with suppress(HistoryUnavailable):  # the pictures are then not to be seen either
        read = services().history.store().picture_bytes
        for kept in run.stored:
            with suppress(KeyError):
                credentials = _remembered(kept.sha256, partial(read, session.owner.id, run.id, kept.place))
                if credentials is not None:
                    found[kept.place] = credentials
    return found


def credentials_badge(credentials: Credentials | None) -> None:
    """Draw the badge; nothing for a picture without content credentials."""
    if credentials is not None:
        st.badge("Content credentials", icon=":material/signature:", color="gray", help=TEXTS[credentials])


def _remembered(sha256: str, read: Callable[[], bytes]) -> Credentials | None:
    with _lock:
        if sha256 in _known:
            return _known[sha256]
    found = content_credentials(read())
    with _lock:
        _known[sha256] = found
    return found
