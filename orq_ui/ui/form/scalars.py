"""Widgets for a single value."""

from __future__ import annotations

import streamlit as st

from orq_ui.api import Field, Kind
from orq_ui.ui.form import codecs
from orq_ui.ui.form.binding import Form, placeholder
from orq_ui.ui.form.draft import Path


def label(field: Field) -> str:
    """Return the wire name, marked when it is required or deprecated."""
    marks = (" *" if field.required else "") + (" · deprecated" if field.deprecated else "")
    return field.name + marks


def heading(field: Field) -> str:
    """Return the label as Markdown, the name in bold; its star is escaped, as it would end the bold."""
    return label(field).replace(field.name, f"**{field.name}**", 1).replace(" *", " \\*")


def text(form: Form, field: Field, path: Path, *, example: str = "", icon: str | None = None) -> None:
    """Draw a one-line text; empty means unset."""
    st.text_input(
        label(field),
        help=field.help,
        placeholder=example or placeholder(field),
        icon=icon,
        **form.bind(path, codecs.TEXT),
    )
    form.show_problems(path)


def number(form: Form, field: Field, path: Path) -> None:
    """Draw a number typed as text: a number widget would silently keep its last good value when a bad one is typed."""
    note = f"{placeholder(field)} · or null" if field.nullable else placeholder(field)
    codec = codecs.INTEGER if field.kind is Kind.INTEGER else codecs.NUMBER
    st.text_input(label(field), help=field.help, placeholder=note, **form.bind(path, codec))
    form.show_problems(path)


def choice(form: Form, field: Field, path: Path) -> None:
    """Draw one of a few; clicking the chosen one again unsets it."""
    st.segmented_control(label(field), field.choices, help=_with_default(field), **form.bind(path, codecs.CHOICE))
    form.show_problems(path)


def constant(form: Form, field: Field, path: Path) -> None:
    """Draw the one value that there is: in the body or not."""
    st.pills(label(field), field.choices, help=field.help, **form.bind(path, codecs.CHOICE))
    form.show_problems(path)


def model(form: Form, field: Field, path: Path) -> None:
    """Draw a model from the catalogue, or any other by typing it."""
    current = form.draft.get(path)
    known = [*form.models, *([current] if isinstance(current, str) and current not in form.models else [])]
    st.selectbox(
        label(field),
        [name for name in known if name],
        index=None,
        accept_new_options=True,
        help=field.help,
        placeholder="provider/model",
        **form.bind(path, codecs.CHOICE),
    )
    form.show_problems(path)


def raw_json(form: Form, field: Field, path: Path) -> None:
    """Draw what the field's own widget cannot hold, as JSON: nothing that was imported is lost or changed."""
    st.text_area(
        f"{label(field)} · as JSON",
        help=f"{field.help} Its value does not fit the usual field, so it is shown raw.",
        height="content",
        **form.bind(path, codecs.JSON, "raw"),
    )
    form.show_problems(path, below=True)


def _with_default(field: Field) -> str:
    return f"{field.help} Unset: {field.api_default}." if field.api_default else field.help
