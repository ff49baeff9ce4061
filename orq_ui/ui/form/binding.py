"""Binds a widget to a path of the draft: the draft is the truth, the widget shows it and writes to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from orq_ui.api import Field, Problem, dotted
from orq_ui.json_safety import escape_surrogates
from orq_ui.ui.form.codecs import Codec
from orq_ui.ui.form.draft import Draft, Path, same
from orq_ui.ui.text.markup import escape_html


@dataclass(frozen=True)
class Form:
    """One form on one page; widget keys are ``page.path``.

    ``models`` fill the pickers, ``styles`` are the addresses of pictures that show what some of them make,
    ``problems`` are shown under their fields, ``unknown`` are the paths of keys that the contract does not name.
    """

    page: str
    draft: Draft
    models: tuple[str, ...] = ()
    styles: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unknown: tuple[Path, ...] = ()

    def key(self, path: Path, *suffix: str) -> str:
        """Return the widget's key, another one for each path: names by others may hold half of a character."""
        return ".".join([self.page, escape_surrogates(dotted(path).replace("\\", "\\\\")), *suffix])

    def bind(self, path: Path, codec: Codec, *suffix: str) -> dict[str, Any]:
        """Return the arguments of a widget that shows the draft's value and writes back what a person changes.

        A widget that already shows the value is left alone: setting it again would wipe what is being typed.
        """
        key, value = self.key(path, *suffix), self.draft.get(path)
        if key not in st.session_state or not same(codec.read(st.session_state[key]), value):
            st.session_state[key] = codec.show(value)
        return {"key": key, "on_change": _write, "args": (self.draft, path, key, codec)}

    def has_problem(self, path: Path) -> bool:
        """Return whether :meth:`show_problems` draws anything for a path."""
        return any(not problem.is_missing and problem.path.startswith(dotted(path)) for problem in self.problems)

    def show_problems(self, path: Path, *, below: bool = False) -> None:
        """Draw under a widget what the contract refuses in it; ``below`` includes the paths inside it."""
        place = dotted(path)
        for problem in self.problems:
            if problem.path == place or (below and problem.path.startswith((f"{place}[", f"{place}."))):
                if problem.is_missing:
                    continue  # the label's star says so before anything is typed, and the line above Send afterwards
                where = problem.path.removeprefix(place).lstrip(".")
                # Markup of our own: the style sheet marks the field before it, too.
                st.html(f'<p class="orq-problem">{escape_html(f"{where} {problem.reason}".strip())}</p>')


def _write(draft: Draft, path: Path, key: str, codec: Codec) -> None:
    draft.set(path, codec.read(st.session_state[key]))


def placeholder(of: Field) -> str:
    """Return the text of an empty field: the limits with their unit, and what the router takes instead."""
    limits = ""
    if of.minimum is not None and of.maximum is not None:
        limits = f"{of.minimum:g}–{of.maximum:g}" if of.maximum < 1e5 else f"{of.minimum:g}–{of.maximum:,}"
    elif of.minimum is not None:
        limits = f"from {of.minimum:g}"
    default = f"default {of.api_default}" if isinstance(of.api_default, int | float | str) else ""
    if of.unit and limits:
        limits += f" {of.unit}"
    return " · ".join(part for part in (limits, default) if part) or ("required" if of.required else "unset")
