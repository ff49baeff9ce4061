"""What the History page shows is in its address, so that a reload stays there and it can be bookmarked."""

from __future__ import annotations

import re

import streamlit as st

RUN, WITH = "run", "with"
_ID = re.compile(r"[0-9a-f]{32}")
NOBODYS = "0" * 32
"""Stands for whatever is no run's id."""


def shown() -> tuple[str | None, str | None]:
    """The run that is open, and the one that it is compared with."""
    run, other = (st.query_params.get(name) for name in (RUN, WITH))
    return (None, None) if run is None else (_checked(run), None if other is None else _checked(other))


def show_list() -> None:
    """Go back to the list."""
    _set({})


def show_run(run_id: str) -> None:
    """Open a run."""
    _set({RUN: run_id})


def show_pair(first: str, second: str) -> None:
    """Open two runs side by side."""
    _set({RUN: first, WITH: second})


def _set(wanted: dict[str, str]) -> None:
    # One assignment, so that one step of the browser's history is made.
    st.query_params.from_dict(wanted)


def _checked(given: str) -> str:
    return given if _ID.fullmatch(given) else NOBODYS
