"""In and out of the form: a link to share, a box to paste into."""

from __future__ import annotations

import streamlit as st

from orq_ui.errors import InvalidInput
from orq_ui.share_link import share_url
from orq_ui.ui.session import Session


def share_button(session: Session) -> None:
    """A link that opens the playground with this request."""
    with st.popover("Share", icon=":material/share:", key="share.popover", on_change="rerun") as popover:
        if popover.open:
            st.caption("Whoever opens this link sees the request first. It holds no picture and no key.")
            try:
                st.code(share_url(session.draft.request(), _address()), language=None, wrap_lines=True)
            except InvalidInput as refused:
                st.warning("This request is too long for a link. Share its JSON instead.", icon=":material/link_off:")
                st.text(refused.reason)


def _address() -> str:
    # Without a page's own path: the form is on the first page.
    address = str(st.context.url or "")
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else address
