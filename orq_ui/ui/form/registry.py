"""Which widget edits which kind of field. One entry for each kind; a test holds the two sets equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import streamlit as st

from orq_ui.api import Field, Kind
from orq_ui.ui.form import codecs, lists, scalars
from orq_ui.ui.form.binding import Form
from orq_ui.ui.form.draft import UNSET, Path

Draw = Callable[[Form, Field, Path], None]
Fits = Callable[[Field, Any], bool]
SMALL = frozenset({Kind.TEXT, Kind.EMAIL, Kind.URL, Kind.NUMBER, Kind.INTEGER, Kind.CHOICE, Kind.CONSTANT})
"""Kinds whose widgets fit side by side."""


@dataclass(frozen=True)
class Widget:
    """How a kind is drawn, and which values that can hold; any other value is edited as JSON."""

    draw: Draw
    fits: Fits


def draw(form: Form, field: Field, path: Path) -> None:
    """Draw a field with the widget of its kind. An unknown kind is a KeyError, never a missing field."""
    widget = WIDGETS[field.kind]
    chosen = widget.draw if widget.fits(field, form.draft.get(path)) else scalars.raw_json
    chosen(form, field, path)


def draw_all(form: Form, places: Iterable[tuple[Field, Path]]) -> None:
    """Draw fields in order: small ones share a row where there is room, lists and objects get one of their own."""
    for small, together in groupby(places, key=lambda place: place[0].kind in SMALL):
        if not small:
            for field, path in together:
                draw(form, field, path)
            continue
        with st.grid(2, min_column_width=210, gap=("small", "small")) as grid:
            for field, path in together:
                # A cell of its own only for a field that is more than one element.
                with grid.cell() if field.is_number or form.has_problem(path) else grid:
                    draw(form, field, path)


def _object(form: Form, field: Field, path: Path) -> None:
    """Draw an object's members under its name. A deprecated one stays folded away until it is wanted."""
    is_set = form.draft.get(path) is not UNSET
    if field.deprecated and not is_set:
        wanted = st.toggle(f"Show {scalars.label(field)}", help=field.help, key=form.key(path, "shown"))
        if not wanted:
            return
    else:
        st.markdown(scalars.heading(field, path), help=field.help)
    draw_all(form, [(member, (*path, member.name)) for member in field.fields])
    form.show_problems(path)
    if field.replaced_by and is_set:
        st.button(
            f"Move to {field.replaced_by}",
            icon=":material/arrow_forward:",
            key=form.key(path, "move"),
            on_click=form.draft.merge,
            args=(path, (*path[:-1], field.replaced_by)),
        )


def _objects(form: Form, field: Field, path: Path) -> None:
    lists.objects(form, field, path, draw)


def _picture(form: Form, field: Field, path: Path) -> None:
    """Draw the description of a picture in an imported body; the picture itself is chosen above the form."""
    if form.draft.get(path) is not UNSET:
        scalars.text(form, field, path)


def _codec(codec: codecs.Codec) -> Fits:
    return lambda _, value: codec.fits(value)


def _one_of_its_choices(field: Field, value: Any) -> bool:
    return value is UNSET or value in field.choices


def _is_object(_: Field, value: Any) -> bool:
    return value is UNSET or isinstance(value, dict)


def _is_objects(_: Field, value: Any) -> bool:
    return value is UNSET or (isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value))


WIDGETS: Mapping[Kind, Widget] = {
    Kind.TEXT: Widget(scalars.text, _codec(codecs.TEXT)),
    # The browser's own check of e-mail addresses is off, so that a bad one can be sent on purpose.
    Kind.EMAIL: Widget(partial(scalars.text, example="name@example.com", icon=":material/mail:"), _codec(codecs.TEXT)),
    # It is sent, never loaded here.
    Kind.URL: Widget(partial(scalars.text, example="https://…", icon=":material/link:"), _codec(codecs.TEXT)),
    Kind.NUMBER: Widget(scalars.number, _codec(codecs.NUMBER)),
    Kind.INTEGER: Widget(scalars.number, _codec(codecs.INTEGER)),
    Kind.CHOICE: Widget(scalars.choice, _one_of_its_choices),
    Kind.CONSTANT: Widget(scalars.constant, _one_of_its_choices),
    Kind.MODEL: Widget(scalars.model, _codec(codecs.CHOICE)),
    Kind.CODES: Widget(lists.codes, _codec(codecs.CODES)),
    Kind.TEXTS: Widget(lists.texts, _codec(codecs.TEXTS)),
    Kind.PAIRS: Widget(lists.pairs, _is_objects),
    Kind.OBJECT: Widget(_object, _is_object),
    Kind.OBJECTS: Widget(_objects, _is_objects),
    Kind.IMAGE: Widget(_picture, _codec(codecs.TEXT)),
}
