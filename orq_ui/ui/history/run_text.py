"""A run in words: how it ended, where it was sent, what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orq_ui.history import Brief, Run
from orq_ui.ui.text.outcomes import RUN_STATES

Tone = Literal["good", "bad", "odd", "calm"]
INTERRUPTED = "The server ended before an answer came. The router may have done the work."
UNTITLED = "Untitled"


@dataclass(frozen=True)
class Outcome:
    """How a run ended, in a word or two; ``tone`` is the colour in which that is said."""

    label: str
    tone: Tone


def outcome(brief: Brief) -> Outcome:
    """Return the outcome in words, such as ``200`` or ``no answer``."""
    if brief.state in ("sending", "cancelled"):
        return Outcome(RUN_STATES[brief.state], "calm")
    if brief.state == "interrupted":
        return Outcome(RUN_STATES[brief.state], "odd")
    if brief.status is None:
        return Outcome(
            "done" if brief.state == "done" else RUN_STATES["failed"], "good" if brief.state == "done" else "bad"
        )
    if brief.state == "failed" and brief.status < 300:
        return Outcome(f"{brief.status}, not readable", "bad")
    return Outcome(str(brief.status), "good" if brief.status < 300 else "bad")


def status_word(status: str) -> str:
    """Return a status of the filter in words; a number stays one."""
    return RUN_STATES.get(status, status)


def name_of(brief: Brief) -> str:
    """Return the run's title, or a stand-in for it."""
    return brief.title.strip() or UNTITLED


def models_of(brief: Brief) -> str:
    """Return the model that was asked and, if different, the model that served."""
    asked = brief.model or "no model"
    return f"{asked} → {brief.served}" if brief.served and brief.served != brief.model else asked


def host_of(brief: Brief) -> str:
    """Return where it was sent."""
    return "emulated" if brief.emulated else brief.host


def sent_size(run: Run) -> int:
    """Return the bytes in the request's parts, without the multipart framing."""
    return sum(part.size for part in run.sent.parts)
