"""Widgets for a single value."""

from __future__ import annotations

import streamlit as st

from orq_ui.api import Field, Kind, dotted
from orq_ui.ui.form import codecs
from orq_ui.ui.form.binding import Form, placeholder
from orq_ui.ui.form.draft import UNSET, Path


def label(field: Field) -> str:
    """Return the field's name in plain words and the API's beside it, marked when it is required or deprecated."""
    return f"{field.title} `{field.name}`{_marks(field)}"


def heading(field: Field, path: Path) -> str:
    """Return the label of several widgets, with the whole path of what they edit."""
    return f"**{field.title}** `{dotted(path)}`{_marks(field)}"


def _marks(field: Field) -> str:
    # Escaped: a star would begin an emphasis.
    # Streamlit says so itself of a picker that cannot be emptied.
    starred = field.required and field.kind is not Kind.MODEL
    return (" \\*" if starred else "") + (" · deprecated" if field.deprecated else "")


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
    """Draw a number typed as text: a number widget would silently keep its last good value when a bad one is typed.

    A whole one of a few has buttons for one less and one more, too.
    """
    note = f"{placeholder(field)} · or null" if field.nullable else placeholder(field)
    codec = codecs.INTEGER if field.kind is Kind.INTEGER else codecs.NUMBER
    if field.kind is not Kind.INTEGER or field.minimum is None or field.maximum is None:
        st.text_input(label(field), help=field.help, placeholder=note, **form.bind(path, codec))
    else:
        key = form.key(path, "stepper")
        with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="xxsmall", key=key):
            st.text_input(label(field), help=field.help, placeholder=note, **form.bind(path, codec))
            _step_button(form, field, path, -1)
            _step_button(form, field, path, 1)
    form.show_problems(path)


def _step_button(form: Form, field: Field, path: Path, by: int) -> None:
    word, icon = ("fewer", "remove") if by < 0 else ("more", "add")
    st.button(
        f"{field.title}: one {word}",
        icon=f":material/{icon}:",
        key=form.key(path, f"{word}.icon-only"),
        disabled=_next_step(form, field, path, by) is None,
        on_click=_step,
        args=(form, field, path, by),
    )


def _step(form: Form, field: Field, path: Path, by: int) -> None:
    value = _next_step(form, field, path, by)
    if value is not None:
        form.draft.set(path, value)


def _next_step(form: Form, field: Field, path: Path, by: int) -> int | None:
    """Return the next whole number within the limits, counted from what the router takes where nothing is set."""
    value = form.draft.get(path)
    start = field.api_default if value is UNSET else value
    if type(start) is not int or field.minimum is None or field.maximum is None:
        return None
    return start + by if field.minimum <= start + by <= field.maximum else None


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
        # Where a model can be cleared, Escape does so instead of closing the list.
        required=field.required,
        **form.bind(path, codecs.CHOICE),
    )
    if path == ("model",) and form.styles:
        _styles(form, path)
    form.show_problems(path)


def _styles(form: Form, path: Path) -> None:
    """Draw what models are known to make of a picture, as small pictures to choose by."""
    key, current = form.key(path, "style"), form.draft.get(path)
    st.session_state[key] = current if current in form.styles else None
    st.segmented_control(
        "Style",
        list(form.styles),
        format_func=lambda name: f"![A lighthouse by]({form.styles[name]}) {name.rpartition('/')[2]}",
        key=key,
        label_visibility="collapsed",
        on_change=_choose_style,
        args=(form, path, key),
        width="stretch",
    )


def _choose_style(form: Form, path: Path, key: str) -> None:
    # A second click on the chosen one clears the widget; the model then stays as it was.
    if st.session_state[key] is not None:
        form.draft.set(path, st.session_state[key])


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
