"""Errors in plain words. Only fixed texts and numbers: what others wrote is shown apart, as code."""

from __future__ import annotations

from dataclasses import dataclass

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


PICTURE = {
    "empty": Message("The file is empty", "Choose another file."),
    "too_many_bytes": Message("The picture is too large", "The router accepts pictures under 50 MB. Shrink it first."),
    "not_a_picture": Message("This is not a picture", "Its content is not PNG, WebP or JPEG, whatever its name says."),
    "wrong_type": Message(
        "This kind of picture is not accepted", "The router accepts PNG, WebP and JPEG. Convert it first."
    ),
    "too_many_pixels": Message(
        "The picture has too many pixels", "At most 50 megapixels can be sent. Shrink it first."
    ),
    "animated": Message("The picture is animated", "Only still pictures can be varied. Save one of its frames."),
    "truncated": Message("The picture is damaged", "Its data ends early or is broken. Export or download it again."),
}

STATUS = {
    400: Message(
        "The router found a mistake in the request", "Correct the field that it names below, then send again."
    ),
    401: Message("The key was not accepted", "Check the key on the Connection page."),
    402: Message("The workspace's quota is used up", "Raise the budget at orq.ai, or use the emulator."),
    403: Message("The key is not allowed to do this", "Give the key access to the router at orq.ai."),
    404: Message(
        "The router does not know this model", "Choose a model from the list, or check its provider/model name."
    ),
    408: Message("The models took too long", "Raise timeout.call_timeout, or add fallbacks."),
    413: Message("The request is too large", "Shrink the picture, then send again."),
    422: Message("A guardrail stopped the request", "Read its reason below."),
    429: Message("Too many requests", "Wait a moment, or let retry and fallbacks handle it."),
    500: Message("The router had an internal error", "Try again; if it persists, give orq.ai the trace id below."),
    502: Message("The model's provider failed", "Try again later, or ask another model."),
    503: Message("The model's provider is overloaded", "Try again later, or ask another model."),
    504: Message("The model's provider did not answer in time", "Try again later, or ask another model."),
    529: Message("The model's provider is overloaded", "Try again later, or ask another model."),
}

PHASES = {
    "pool": "while waiting for a free connection",
    "connect": "while connecting",
    "send": "while sending",
    "receive": "while waiting for the answer",
}

LOST = {
    "dns": "Its name is not known to the network.",
    "refused": "Nothing listens there.",
    "tls": "The secure connection failed.",
    "reset": "The connection was cut.",
    "closed": "The connection was closed before the answer came.",
    "no_route": "There is no route to it from here.",
    "garbled": "Whatever answered does not speak HTTP.",
    "network": "The network failed.",
}

BROKEN = {
    "redirect": "It redirects elsewhere, which the contract does not provide for.",
    "not_json": "It is not JSON.",
    "not_an_object": "It is JSON, but not an object.",
    "no_data": "It has no list of pictures.",
    "too_many_entries": "It has far more entries than can be asked for.",
    "too_large": "It is too large to be read.",
    "garbled": "Its encoding is broken.",
}

UNKEPT = {
    "disk_full": "The disk is full. Make room, or delete old runs.",
    "database": "Its database does not answer. Calls still work, but are not kept.",
    "pictures": "Its store of pictures cannot be written to. Calls still work, but are not kept.",
    "deleted": "Its run was deleted while the call was under way.",
    "newer_database": "A newer version of this playground wrote its database. Update this one.",
    "no_driver": "A package for its database is missing.",
    "bad_database_url": "ORQ_UI_DATABASE_URL is not an address of SQLite or PostgreSQL.",
    "bad_blob_url": "ORQ_UI_BLOB_URL is neither a folder nor a known kind of store.",
}

MISSING = {
    "nothing": "The reply has neither a picture nor a link at this place.",
    "not_an_entry": "The reply has no object at this place.",
    "bad_base64": "The reply's base64 text is broken.",
    "bad_data_uri": "The reply's data: address is broken.",
    "bad_url": "The reply's link cannot be read.",
    "forbidden_url": "Pictures may not be fetched from where the link points.",
    "unreachable": "The link's host did not answer.",
    "timed_out": "The link took too long.",
    "http_status": "The link answered with an error. Links live 60 minutes.",
    "too_many_redirects": "The link redirects too many times.",
    "bad_redirect": "The link redirects to an address that cannot be read.",
}


def why_missing(reason: str) -> str:
    """Return why a variation could not be had."""
    picture = PICTURE.get(reason)
    return MISSING.get(reason) or (f"{picture.title}." if picture else "This picture could not be fetched.")


def message_for(error: OrqUiError) -> Message:
    """Return what to tell a person of an error."""
    match error:
        case UnusablePicture():
            known = PICTURE.get(error.reason, Message("This picture cannot be used", "Choose another file."))
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
            why = BROKEN.get(error.reason, "A value in it has the wrong type.")
            return Message(
                "The answer is not what the contract says", f"{why} Look at the raw answer below.", error.reason
            )
        case HistoryUnavailable():
            return Message("The history is not available", UNKEPT.get(error.reason, UNKEPT["database"]), error.detail)
        case InternalError():
            return Message("This is our mistake", "The server's log has the details. Your form is kept.", error.kind)
    return Message("Something went wrong", "Look at the details below.", str(error))


def _unanswered(error: Unreachable | TimedOut | Cancelled) -> Message:
    match error:
        case Unreachable():
            return Message(
                "The router cannot be reached",
                f"{LOST.get(error.reason, LOST['network'])} Check the host on the Connection page, and the network."
                " The request was not sent again.",
                error.host,
            )
        case TimedOut():
            return Message(
                f"No answer within {error.seconds:g} s",
                f"It ended {PHASES.get(error.phase, 'early')}. Raise the timeout on the Connection page, or ask for"
                " less. The request was not sent again, but the router may have done the work.",
            )
        case Cancelled():
            return Message("Cancelled", "The connection was closed. The router may still have done the work.")


def _refused(error: Refused) -> Message:
    known = STATUS.get(error.status, Message(f"The router answered {error.status}", "Read its answer below."))
    wait = f" It asks to wait {error.retry_after_s:g} s." if error.retry_after_s else ""
    return Message(f"{known.title} ({error.status})", known.advice + wait, error.message)
