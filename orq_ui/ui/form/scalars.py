"""Widgets for a single value."""

from __future__ import annotations

import streamlit as st

from orq_ui.api import Field, Kind
from orq_ui.ui.form import codecs
from orq_ui.ui.form.binding import Form, hint
from orq_ui.ui.form.draft import UNSET, Path


def label(field: Field) -> str:
    """The wire name, marked when it is required or deprecated."""
    marks = (" *" if field.required else "") + (" · deprecated" if field.deprecated else "")
    return field.name + marks


def heading(field: Field) -> str:
    """The label as Markdown, the name in bold; its star is escaped, as it would end the bold."""
    return label(field).replace(field.name, f"**{field.name}**", 1).replace(" *", " \\*")


def text(form: Form, field: Field, path: Path) -> None:
    """A one-line text; empty means unset."""
    st.text_input(label(field), help=field.help, placeholder=hint(field), **form.bind(path, codecs.TEXT))
    form.tell(path)


def email(form: Form, field: Field, path: Path) -> None:
    """An e-mail address. The browser's own check is off, so that a bad one can be sent on purpose."""
    st.text_input(
        label(field),
        help=field.help,
        placeholder="name@example.com",
        icon=":material/mail:",
        **form.bind(path, codecs.TEXT),
    )
    form.tell(path)


def url(form: Form, field: Field, path: Path) -> None:
    """A web address. It is sent, never loaded here."""
    st.text_input(
        label(field), help=field.help, placeholder="https://…", icon=":material/link:", **form.bind(path, codecs.TEXT)
    )
    form.tell(path)


def number(form: Form, field: Field, path: Path) -> None:
    """A number typed as text: a number widget would silently keep its last good value when a bad one is typed."""
    note = f"{hint(field)} · or null" if field.nullable else hint(field)
    codec = codecs.INTEGER if field.kind is Kind.INTEGER else codecs.NUMBER
    st.text_input(label(field), help=field.help, placeholder=note, **form.bind(path, codec))
    form.tell(path)


def choice(form: Form, field: Field, path: Path) -> None:
    """One of a few; clicking the chosen one again unsets it."""
    st.segmented_control(label(field), field.choices, help=_with_default(field), **form.bind(path, codecs.CHOICE))
    form.tell(path)


def constant(form: Form, field: Field, path: Path) -> None:
    """The one value that there is: in the body or not."""
    st.pills(label(field), field.choices, help=field.help, **form.bind(path, codecs.CHOICE))
    form.tell(path)


def model(form: Form, field: Field, path: Path) -> None:
    """A model from the catalogue, or any other by typing it."""
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
    form.tell(path)


def raw(form: Form, field: Field, path: Path) -> None:
    """Whatever the field's own widget cannot hold, as JSON: nothing that was imported is lost or changed."""
    st.text_area(
        f"{label(field)} · as JSON",
        help=f"{field.help} Its value does not fit the usual field, so it is shown raw.",
        height="content",
        **form.bind(path, codecs.JSON, "raw"),
    )
    form.tell(path, below=True)


def is_set(form: Form, path: Path) -> bool:
    """Whether the body has the field."""
    return form.draft.get(path) is not UNSET


def _with_default(field: Field) -> str:
    return f"{field.help} Unset: {field.api_default}." if field.api_default else field.help
