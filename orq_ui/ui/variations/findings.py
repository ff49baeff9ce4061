"""What a person should know before sending: each finding with its field, its source, and often a one-click fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from orq_ui.lint import SEVERITIES, Finding, Fix
from orq_ui.ui.session import Session
from orq_ui.ui.text.quantities import plural

Colour = Literal["red", "orange", "blue"]
MARKS: dict[str, tuple[Colour, str]] = {
    "error": ("red", ":material/error:"),
    "warning": ("orange", ":material/warning:"),
    "info": ("blue", ":material/info:"),
}
NOUNS = {"error": "error", "warning": "warning", "info": "note"}


def tally(findings: Sequence[Finding]) -> str:
    """Return how many there are of each severity, in one coloured line of Markdown."""
    counted = Counter(finding.severity for finding in findings)
    counts = [
        f":{MARKS[severity][0]}[{MARKS[severity][1]} {plural(counted[severity], NOUNS[severity])}]"
        for severity in SEVERITIES
        if counted[severity]
    ]
    return " · ".join(counts)


def findings_panel(session: Session, findings: Sequence[Finding]) -> None:
    """Draw every finding, the worst first."""
    if not findings:
        st.success("No findings: nothing speaks against this request.", icon=":material/task_alt:")
    for place, finding in enumerate(findings):
        with st.container(border=True, key=f"check.finding.{place}"):
            _finding(session, place, finding)


def _finding(session: Session, place: int, finding: Finding) -> None:
    colour, icon = MARKS[finding.severity]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(NOUNS[finding.severity], icon=icon, color=colour)
        st.text(finding.path, width="stretch")
        if finding.fix is not None:
            st.button(
                finding.fix.title,
                key=f"check.fix.{place}",
                icon=":material/build:",
                on_click=_apply,
                args=(session, finding.fix),
            )
    st.text(finding.message)
    known = "Documented" if finding.documented else "Not documented by orq.ai"
    st.caption(f"{known}: {finding.source.removeprefix('nothing documented; ')}")


def _apply(session: Session, fix: Fix) -> None:
    if fix.conversion is None:
        session.remember("the fix")
        session.draft.replace(fix.apply(session.draft.body))
    else:
        session.convert_picture(fix.conversion)
