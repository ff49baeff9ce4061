"""Widgets for lists: chips for plain values, rows for objects. Items can be added, removed and reordered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from orq_ui.api import Field
from orq_ui.ui.form import codecs
from orq_ui.ui.form.binding import Form
from orq_ui.ui.form.codecs import Codec
from orq_ui.ui.form.draft import Draft, Path
from orq_ui.ui.form.scalars import heading, label

ERROR_CODES = ("408", "429", "500", "502", "503", "504", "529")
"""The statuses that the router retries and falls back on unless told otherwise."""


def codes(form: Form, field: Field, path: Path) -> None:
    """Draw HTTP statuses as chips; any other number can be typed."""
    _chips(form, field, path, codecs.CODES, ERROR_CODES, "429, 503, …")


def texts(form: Form, field: Field, path: Path) -> None:
    """Draw words as chips."""
    _chips(form, field, path, codecs.TEXTS, (), "type a word, then Enter")


def _chips(form: Form, field: Field, path: Path, codec: Codec, known: tuple[str, ...], placeholder: str) -> None:
    bound = form.bind(path, codec)
    current: list[str] = st.session_state[bound["key"]]
    options = [*known, *(item for item in current if item not in known)]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.multiselect(
            label(field),
            options,
            accept_new_options=True,
            help=field.help,
            placeholder=placeholder,
            select_all=False,
            **bound,
        )
        if len(current) > 1:
            with st.popover(
                f"Reorder {field.title.lower()}", icon=":material/swap_vert:", key=form.key(path, "order", "icon-only")
            ):
                for row, item in enumerate(current):
                    with st.container(horizontal=True, vertical_alignment="center"):
                        st.text(item, width="stretch")
                        _arrows(form, path, row, len(current))
    form.show_problems(path, below=True)


def objects(form: Form, field: Field, path: Path, draw: Callable[[Form, Field, Path], None]) -> None:
    """Draw rows of objects, each with its members side by side and what is wrong with them below."""
    quiet = replace(form, problems=())

    def members(row: int) -> None:
        for member in field.fields:
            draw(quiet, member, (*path, row, member.name))
        if any(member.name == "weight" for member in field.fields):
            _share(form, path, row)

    _rows(form, field, path, members)


def pairs(form: Form, field: Field, path: Path) -> None:
    """Draw small free objects, each as key and value; one that is more than that is shown as JSON."""

    def members(row: int) -> None:
        place = (*path, row)
        value = form.draft.get(place)
        if isinstance(value, dict) and len(value) <= 1 and all(isinstance(item, str) for item in value.values()):
            _pair(form, place, value)
        else:
            st.text_input("object", help="A JSON object", **form.bind(place, codecs.JSON_LINE))

    _rows(form, field, path, members)


def _pair(form: Form, place: Path, value: dict[str, str]) -> None:
    name, text = next(iter(value.items()), ("", ""))
    for part, shown in (("key", name), ("value", text)):
        key = form.key(place, part)
        if st.session_state.get(key) != shown:
            st.session_state[key] = shown
        st.text_input(
            part, key=key, placeholder="team" if part == "key" else "design", on_change=_write_pair, args=(form, place)
        )


def _write_pair(form: Form, place: Path) -> None:
    name, text = (st.session_state[form.key(place, part)] for part in ("key", "value"))
    form.draft.set(place, {name: text} if name or text else {})


def _rows(form: Form, field: Field, path: Path, members: Callable[[int], None]) -> None:
    rows = form.draft.get(path)
    count = len(rows) if isinstance(rows, list) else 0
    st.markdown(heading(field, path), help=field.help)
    for row in range(count):
        place = (*path, row)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=form.key(place, "row")):
            members(row)
            _arrows(form, path, row, count)
            _icon_button(
                f"Remove {row + 1} of {field.title.lower()}",
                "delete",
                form.key(place, "remove"),
                on_click=form.draft.remove,
                args=(path, row),
            )
        form.show_problems(place, below=True)
    st.button(
        f"Add to {field.title.lower()}",
        icon=":material/add:",
        key=form.key(path, "add"),
        on_click=form.draft.add,
        args=(path, {}),
        type="tertiary",
    )
    form.show_problems(path)


def _arrows(form: Form, path: Path, row: int, count: int) -> None:
    for by, word in ((-1, "up"), (1, "down")) if count > 1 else ():
        _icon_button(
            f"Move {path[-1]} {row + 1} {word}",
            f"arrow_{word}ward",
            form.key((*path, row), word),
            disabled=not 0 <= row + by < count,
            on_click=form.draft.move,
            args=(path, row, by),
        )


def _icon_button(label: str, icon: str, key: str, **rest: Any) -> None:
    """Draw a button that shows its icon only; its label is there for screen readers (see ``style.css``)."""
    st.button(label, icon=f":material/{icon}:", help=label, key=f"{key}.icon-only", type="tertiary", **rest)


def _share(form: Form, path: Path, row: int) -> None:
    """Draw the part of the traffic that a weight comes to, once all are added up."""
    share = shares(form.draft, path)[row]
    st.markdown(f":gray[= {'?' if share is None else f'{share:.1%}'}]", width="content")


def shares(draft: Draft, path: Path) -> list[float | None]:
    """Return each row's weight over the sum of all; None for one that is not a number. Unset, it counts as 0.5."""
    rows = draft.get(path)
    weights = [_weight(row) for row in rows] if isinstance(rows, list) else []
    total = sum(weight for weight in weights if weight is not None)
    return [None if weight is None or total <= 0 else weight / total for weight in weights]


def _weight(row: Any) -> float | None:
    weight = row.get("weight", 0.5) if isinstance(row, dict) else None
    return float(weight) if isinstance(weight, int | float) and not isinstance(weight, bool) else None
