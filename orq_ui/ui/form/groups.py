"""The form's sections, each showing at a glance what is set in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

import streamlit as st

from orq_ui.api import Field, dotted
from orq_ui.api.base import Group
from orq_ui.json_safety import escape_surrogates
from orq_ui.ui.form.binding import Form
from orq_ui.ui.form.draft import UNSET, Path
from orq_ui.ui.form.placement import SHARED, Placement, base
from orq_ui.ui.form.registry import draw_all

FIRST = "Request"
OPTIONS = "Optional: what the router does when a model is slow or fails, and who is asking"
ICONS = {
    "Reliability": ":material/shield:",
    "Routing": ":material/alt_route:",
    "Cache": ":material/bolt:",
    "Identity and tracing": ":material/badge:",
    "Prompt": ":material/description:",
}


def members_of(fields: tuple[Field, ...], group: str, placement: Placement) -> Iterator[tuple[Field, Path]]:
    """Yield a group's fields with the paths at which they are edited. A field without a group is in the first."""
    orq = next(field for field in fields if field.name == "orq")
    for field in fields:
        if field.name not in {*SHARED, "orq"} and (field.group or FIRST) == group:
            yield field, field.path
    for field in orq.fields:
        if (field.group or FIRST) == group:
            shared = field.name in SHARED
            yield field, ((*base(placement), field.name) if shared else field.path)


def draw_groups(form: Form, placement: Placement, before: Callable[[], None]) -> None:
    """Draw the request's own fields, and the router's options folded, with what ``before`` draws above them."""
    members = {group: list(members_of(form.draft.top_fields, group, placement)) for group in get_args(Group)}
    draw_all(form, members.pop(FIRST))
    # A label never changes: Streamlit would take it for a new section, and fold it.
    with st.expander(
        "Router options", icon=":material/tune:", key=f"{form.page}.options", on_change="rerun"
    ) as options:
        if options.open:
            before()
            for group, places in members.items():
                _section(form, group, places)
    st.caption(_summary(form, [place for places in members.values() for place in places]) or OPTIONS)
    _unknown(form)


def _section(form: Form, group: str, members: list[tuple[Field, Path]]) -> None:
    with st.expander(group, icon=ICONS.get(group), key=f"{form.page}.group.{group}", on_change="rerun") as section:
        if section.open:
            draw_all(form, members)
    if summary := _summary(form, members):
        st.caption(summary)


def _summary(form: Form, members: list[tuple[Field, Path]]) -> str:
    """Return the names of what is set, to be shown below a folded section. Wire names are safe as Markdown."""
    named = [field.name for field, path in members if form.draft.get(path) is not UNSET]
    wrong = any(problem.path.startswith(dotted(path)) for problem in form.problems for _, path in members)
    return " · ".join([":red[:material/error:]"] * wrong + [f"`{name}`" for name in dict.fromkeys(named)])


def _unknown(form: Form) -> None:
    """Draw the keys that the contract does not name, which are kept and sent."""
    if not form.unknown:
        return
    with st.container(border=True, key=f"{form.page}.unknown"):
        st.caption(":material/help: Keys that the contract does not name. They are kept and sent as they are.")
        for path in form.unknown:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(escape_surrogates(dotted(path)), width="stretch")
                st.button(
                    "Remove", key=form.key(path, "remove"), on_click=form.draft.clear, args=(path,), type="tertiary"
                )
