"""A run in words: how it ended, where it was sent, what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orq_ui.history import Run, RunSummary
from orq_ui.ui.text.outcomes import RUN_STATES

Tone = Literal["good", "bad", "odd", "calm"]
INTERRUPTED = "The server ended before an answer came. The router may have done the work."
UNTITLED = "Untitled"
LONGEST = 200
"""Characters of a name, a model or a host on a card; a run from a file may have millions."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended, in a word or two; ``tone`` is the colour in which that is said."""

    label: str
    tone: Tone


def outcome(run: RunSummary) -> Outcome:
    """Return the outcome in words, such as ``200`` or ``no answer``."""
    if run.state in ("sending", "cancelled"):
        return Outcome(RUN_STATES[run.state], "calm")
    if run.state == "interrupted":
        return Outcome(RUN_STATES[run.state], "odd")
    if run.status is None:
        return Outcome(
            "done" if run.state == "done" else RUN_STATES["failed"], "good" if run.state == "done" else "bad"
        )
    if run.state == "failed" and run.status < 300:
        return Outcome(f"{run.status}, not readable", "bad")
    return Outcome(str(run.status), "good" if run.status < 300 else "bad")


def status_word(status: str) -> str:
    """Return a status of the filter in words; a number stays one."""
    return RUN_STATES.get(status, status)


def name_of(run: RunSummary) -> str:
    """Return the run's title, or a stand-in for it."""
    return _cut(run.title.strip()) or UNTITLED


def models_of(run: RunSummary) -> str:
    """Return the model that was asked and, if different, the model that served."""
    asked = _cut(run.model) or "no model"
    return f"{asked} → {_cut(run.served)}" if run.served and run.served != run.model else asked


def host_of(run: RunSummary) -> str:
    """Return where it was sent."""
    return "emulated" if run.emulated else _cut(run.host)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def sent_size(run: Run) -> int:
    """Return the bytes in the request's parts, without the multipart framing."""
    return sum(part.size for part in run.sent.parts)
