"""What a person should know before sending: each finding with its field, its source, and often a one-click cure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import CONVERSIONS
from orq_ui.lint import SEVERITIES, Finding
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
    """How many there are of each severity, in one coloured line."""
    counted = Counter(finding.severity for finding in findings)
    told = [
        f":{MARKS[severity][0]}[{MARKS[severity][1]} {plural(counted[severity], NOUNS[severity])}]"
        for severity in SEVERITIES
        if counted[severity]
    ]
    return " · ".join(told)


def findings_panel(session: Session, findings: Sequence[Finding]) -> None:
    """Every finding, the worst first."""
    if not findings:
        st.success("Nothing to say against this request.", icon=":material/task_alt:")
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
                on_click=_cure,
                args=(session, finding),
            )
    st.text(finding.message)
    known = "Documented" if finding.documented else "Not documented by orq.ai"
    st.caption(f"{known}: {finding.source}")


def _cure(session: Session, finding: Finding) -> None:
    fix = finding.fix
    if fix is None:
        return
    if fix.conversion is None:
        session.draft.replace(fix.apply(session.draft.body))
        return
    if session.picture is not None:
        conversion = CONVERSIONS[fix.conversion]
        try:
            session.use(conversion.run(session.picture), session.parent, session.run_id)
        except UnusablePicture as error:  # such as a PNG that came out over the limit
            session.picture_error = error
