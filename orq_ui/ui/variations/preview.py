"""The request as it will be: its JSON body, and the multipart form part by part."""

from __future__ import annotations

import streamlit as st

from orq_ui.api.blobs import elide
from orq_ui.snippets import as_typescript
from orq_ui.ui.composition import Composition
from orq_ui.ui.text.http_text import request_text
from orq_ui.ui.text.json_format import format_json
from orq_ui.ui.text.quantities import plural, size
from orq_ui.wire import Wire

NAMES = ("wire names", "TypeScript names")


def json_panel(composition: Composition) -> None:
    """Draw the body, live and copyable, in wire names or in the TypeScript client's."""
    names = st.segmented_control(
        "Names",
        NAMES,
        required=True,
        default=NAMES[0],
        key="preview.names",
        persist_state="session",
        label_visibility="collapsed",
    )
    body, picture = elide(composition.body), composition.picture
    if picture is not None:
        described = f"{picture.name} ({picture.width}×{picture.height}, {size(len(picture.bytes))})"
        body = {"image": described} | {name: value for name, value in body.items() if name != "image"}
    st.code(format_json(as_typescript(body) if names == NAMES[1] else body), language="json")


def request_panel(wire: Wire) -> None:
    """Draw what goes over the wire, with the key masked."""
    st.code(request_text(wire.redacted()), language="http", wrap_lines=False)
    files = sum(len(part.content) for part in wire.parts if part.filename)
    fields = sum(len(part.content) for part in wire.parts if not part.filename)
    st.caption(
        f"{plural(len(wire.parts), 'part')}: {size(files)} of picture, {size(fields)} of fields. "
        "The boundary is drawn when it is sent; nothing else changes."
    )
