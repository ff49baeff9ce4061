"""Errors in plain words. Only fixed texts and numbers: what others wrote is shown apart, as code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from orq_ui.errors import (
    BadReply,
    Cancelled,
    ForbiddenUrl,
    HistoryUnavailable,
    InternalError,
    InvalidInput,
    OrqUiError,
    Refused,
    TimedOut,
    Unreachable,
    UnusablePicture,
)
from orq_ui.ui.text.quantities import size


@dataclass(frozen=True)
class Message:
    """``title`` says what happened, ``advice`` what to do; ``detail`` is others' text, never to be rendered."""

    title: str
    advice: str
    detail: str = ""


class Refusal(BaseModel):
    """What a status, or any, means where the reply itself says so: one of ``words`` in its code, type or message."""

    statuses: frozenset[int] = frozenset()
    words: tuple[str, ...]
    title: str
    advice: str

    def is_said_by(self, error: Refused) -> bool:
        """Return whether an error is of this kind by its own words."""
        said = f"{error.code} {error.type} {error.message}".lower()
        return (not self.statuses or error.status in self.statuses) and any(word in said for word in self.words)


class Texts(BaseModel):
    """The fixed texts by an error's reason, status or phase: whole messages first, then sentences of one.

    ``status`` claims no more than HTTP does; ``refusal`` is more precise, and the first one that fits counts.
    """

    picture: dict[str, Message]
    picture_with_detail: dict[str, Message]
    status: dict[int, Message]
    refusal: tuple[Refusal, ...]
    timeout_phase: dict[str, str]
    unreachable: dict[str, str]
    bad_reply: dict[str, str]
    history: dict[str, str]
    missing_picture: dict[str, str]
    missing_with_detail: dict[str, str]
    note: dict[str, str]


_FACT = re.compile(r"[A-Za-z0-9 ×%/-]{1,40}")
"""What is no markup, whoever wrote it: a run may have been imported."""
TEXTS = Texts.model_validate_json(Path(__file__).with_suffix(".json").read_bytes())


def why_missing(reason: str, detail: str = "") -> str:
    """Return why a variation could not be had, with the detail where that is a count, a size or a format."""
    if reason in TEXTS.missing_with_detail and _FACT.fullmatch(detail):
        return TEXTS.missing_with_detail[reason].format(detail=detail)
    if reason in TEXTS.missing_picture:
        return TEXTS.missing_picture[reason]
    return f"{TEXTS.picture[reason].title}." if reason in TEXTS.picture else "This picture could not be fetched."


def message_for(error: OrqUiError) -> Message:
    """Return what to tell a person of an error."""
    match error:
        case UnusablePicture():
            return _unusable(error)
        case InvalidInput():
            return Message("The request cannot be sent", "Correct the field below.", f"{error.path}: {error.reason}")
        case ForbiddenUrl():
            return Message("This host is not allowed", "Choose another one on the Connection page.", error.url)
        case Unreachable() | TimedOut() | Cancelled():
            return _unanswered(error)
        case Refused():
            return _refused(error)
        case BadReply():
            reason = error.reason if error.body.strip() or error.reason != "not_json" else "empty"
            why = TEXTS.bad_reply.get(reason, "A value in it has the wrong type.")
            title = "The call failed" if error.reason == "error_inside" else "The answer is not what the contract says"
            return Message(title, f"{why} Look at the raw answer below.", error.message or error.reason)
        case HistoryUnavailable():
            why = TEXTS.history.get(error.reason, TEXTS.history["database"])
            return Message("The history is not available", why, error.detail)
        case InternalError():
            return Message("This is our mistake", "The server's log has the details. Your form is kept.", error.kind)
    return Message("Something went wrong", "Look at the details below.", str(error))


def _unusable(error: UnusablePicture) -> Message:
    """Name the detail in the title: a count, a size or a format, in words of ours whatever the file is."""
    if error.detail and error.reason in TEXTS.picture_with_detail:
        known = TEXTS.picture_with_detail[error.reason]
        detail = size(int(error.detail)) if error.reason == "too_many_bytes" else error.detail
        return Message(known.title.format(detail=detail), known.advice, error.detail)
    known = TEXTS.picture.get(error.reason, Message("This picture cannot be used", "Choose another file."))
    return Message(known.title, known.advice, error.detail)


def _unanswered(error: Unreachable | TimedOut | Cancelled) -> Message:
    match error:
        case Unreachable(host="emulator"):
            return Message(
                "The built-in emulator does not start",
                "The next request tries it again. If that fails too, restart the playground, or choose a live host on "
                "the Connection page.",
                error.reason,
            )
        case Unreachable(reason="reset" | "closed"):
            return Message(
                "The connection broke",
                f"{TEXTS.unreachable[error.reason]} The request was not sent again, but the router may have done the "
                "work.",
                error.host,
            )
        case Unreachable():
            why = TEXTS.unreachable.get(error.reason, TEXTS.unreachable["network"])
            return Message(
                "The router cannot be reached",
                f"{why} Check the host on the Connection page, and the network. The request was not sent again.",
                error.host,
            )
        case TimedOut():
            return Message(
                f"No answer within {error.seconds:g} s",
                f"It ended {TEXTS.timeout_phase.get(error.phase, 'early')}. Raise the timeout on the Connection page,"
                " or ask for less. The request was not sent again, but the router may have done the work.",
            )
        case Cancelled():
            return Message("Cancelled", "The connection was closed. The router may still have done the work.")


def _refused(error: Refused) -> Message:
    what = "did not accept the request" if error.status < 500 else "failed"
    known: Message | Refusal = TEXTS.status.get(error.status, Message(f"The router {what}", "Read its answer below."))
    known = next((refusal for refusal in TEXTS.refusal if refusal.is_said_by(error)), known)
    wait = f" It asks to wait {error.retry_after_s:g} s." if error.retry_after_s else ""
    # The emulator's traces are on this machine.
    is_live = all(name != "x-emulator-ledger" for name, _ in error.headers)
    to_report = is_live and error.status >= 500 and error.trace_id
    trace = " If it persists, give orq.ai the trace id below." if to_report else ""
    return Message(f"{known.title} ({error.status})", known.advice + wait + trace, error.message)
