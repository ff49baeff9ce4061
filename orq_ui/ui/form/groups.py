"""The form's sections, each showing at a glance what is set in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from orq_ui.api import Field, dotted, unknown_keys
from orq_ui.api.base import Group
from orq_ui.ui.draft import UNSET, Path
from orq_ui.ui.form.binding import Form
from orq_ui.ui.form.registry import draw
from orq_ui.ui.placement import SHARED, Placement, base

FIRST = "Request"
ICONS = {
    "Reliability": ":material/shield:",
    "Routing": ":material/alt_route:",
    "Cache": ":material/bolt:",
    "Identity and tracing": ":material/badge:",
    "Prompt": ":material/description:",
}


def places(fields: tuple[Field, ...], group: str, placement: Placement) -> Iterator[tuple[Field, Path]]:
    """A group's fields with the paths at which they are edited. A field without a group belongs to the first."""
    orq = next(field for field in fields if field.name == "orq")
    for field in fields:
        if field.name not in {*SHARED, "orq"} and (field.group or FIRST) == group:
            yield field, field.path
    for field in orq.fields:
        if (field.group or FIRST) == group:
            shared = field.name in SHARED
            yield field, ((*base(placement), field.name) if shared else field.path)


def draw_groups(form: Form, placement: Placement, between: Callable[[], None]) -> None:
    """Draw every section: the request's own fields open, the router's options folded, ``between`` in between."""
    for group in get_args(Group):
        members = list(places(form.draft.top_fields, group, placement))
        if group == FIRST:
            for field, path in members:
                draw(form, field, path)
            between()
            continue
        with _section(form, group, members) as section:
            if section.open:
                for field, path in members:
                    draw(form, field, path)
    _unknown(form)


def _section(form: Form, group: str, members: list[tuple[Field, Path]]) -> ExpanderContainer:
    named = [field.name for field, path in members if form.draft.get(path) is not UNSET]
    wrong = any(problem.path.startswith(dotted(path)) for problem in form.problems for _, path in members)
    # Wire names are ours, so they may stand in a label, which renders Markdown.
    set_ones = " · ".join(f"`{name}`" for name in named)
    title = f"{group}{' — ' + set_ones if named else ''}{' :red[:material/error:]' if wrong else ''}"
    return st.expander(title, icon=ICONS.get(group), key=f"{form.page}.group.{group}", on_change="rerun")


def _unknown(form: Form) -> None:
    """Keys that the contract does not name: kept, sent, and said so."""
    found = unknown_keys(form.draft.request())
    if not found:
        return
    with st.container(border=True, key=f"{form.page}.unknown"):
        st.caption(":material/help: Keys that the contract does not name. They are kept and sent as they are.")
        for path in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(dotted(path), width="stretch")
                st.button(
                    "Remove", key=form.key(path, "remove"), on_click=form.draft.clear, args=(path,), type="tertiary"
                )
