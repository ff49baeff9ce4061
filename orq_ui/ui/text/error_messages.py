"""Errors in plain words. Only fixed texts and numbers: what others wrote is shown apart, as code."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Message:
    """``title`` says what happened, ``advice`` what to do; ``detail`` is others' text, never to be rendered."""

    title: str
    advice: str
    detail: str = ""


class Texts(BaseModel):
    """The fixed texts by an error's reason, status or phase: whole messages first, then sentences of one."""

    picture: dict[str, Message]
    status: dict[int, Message]
    timeout_phase: dict[str, str]
    unreachable: dict[str, str]
    bad_reply: dict[str, str]
    history: dict[str, str]
    missing_picture: dict[str, str]


TEXTS = Texts.model_validate_json(Path(__file__).with_suffix(".json").read_bytes())


def why_missing(reason: str) -> str:
    """Return why a variation could not be had."""
    if reason in TEXTS.picture:
        return f"{TEXTS.picture[reason].title}."
    return TEXTS.missing_picture.get(reason, "This picture could not be fetched.")


def message_for(error: OrqUiError) -> Message:
    """Return what to tell a person of an error."""
    match error:
        case UnusablePicture():
            known = TEXTS.picture.get(error.reason, Message("This picture cannot be used", "Choose another file."))
            return Message(known.title, known.advice, error.detail)
        case InvalidInput():
            return Message("The request cannot be sent", "Correct the field below.", f"{error.path}: {error.reason}")
        case ForbiddenUrl():
            return Message("This host is not allowed", "Choose another one on the Connection page.", error.url)
        case Unreachable() | TimedOut() | Cancelled():
            return _unanswered(error)
        case Refused():
            return _refused(error)
        case BadReply():
            why = TEXTS.bad_reply.get(error.reason, "A value in it has the wrong type.")
            return Message(
                "The answer is not what the contract says", f"{why} Look at the raw answer below.", error.reason
            )
        case HistoryUnavailable():
            why = TEXTS.history.get(error.reason, TEXTS.history["database"])
            return Message("The history is not available", why, error.detail)
        case InternalError():
            return Message("This is our mistake", "The server's log has the details. Your form is kept.", error.kind)
    return Message("Something went wrong", "Look at the details below.", str(error))


def _unanswered(error: Unreachable | TimedOut | Cancelled) -> Message:
    match error:
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
    known = TEXTS.status.get(error.status, Message(f"The router answered {error.status}", "Read its answer below."))
    wait = f" It asks to wait {error.retry_after_s:g} s." if error.retry_after_s else ""
    return Message(f"{known.title} ({error.status})", known.advice + wait, error.message)
