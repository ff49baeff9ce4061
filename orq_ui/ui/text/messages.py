"""Errors and sizes in a person's words. Only fixed texts and numbers: what others wrote is shown apart, as code."""

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
from orq_ui.history.run import Kept
from orq_ui.imaging import FORMATS, Picture


@dataclass(frozen=True)
class Said:
    """``title`` says what happened, ``advice`` what to do; ``detail`` is others' text, never to be rendered."""

    title: str
    advice: str
    detail: str = ""


PICTURE = {
    "empty": Said("The file is empty", "Choose another one."),
    "too_many_bytes": Said("The picture is too large", "The router takes pictures under 50 MB. Shrink it first."),
    "not_a_picture": Said("This is not a picture", "Its content is no PNG, WebP or JPEG, whatever its name says."),
    "wrong_type": Said("This kind of picture is not taken", "The router takes PNG, WebP and JPEG. Convert it first."),
    "too_many_pixels": Said("The picture has too many pixels", "At most 50 megapixels can be sent. Shrink it first."),
    "animated": Said("The picture moves", "Only still pictures can be varied. Save one frame of it."),
    "truncated": Said("The picture is damaged", "Its data ends early or is broken. Export or download it again."),
}

STATUS = {
    400: Said("The router found a mistake in the request", "Correct the field that it names below, then send again."),
    401: Said("The key was not accepted", "Check the key on the Connection page."),
    402: Said("The workspace's quota is used up", "Raise the budget at orq.ai, or use the emulator."),
    403: Said("The key may not do this", "Give the key access to the router at orq.ai."),
    404: Said("The router does not know this model", "Choose a model from the list, or check its provider/model name."),
    408: Said("The models took too long", "Raise timeout.call_timeout, or add fallbacks."),
    413: Said("The request is too large", "Shrink the picture, then send again."),
    422: Said("A guardrail stopped the request", "Read its reason below."),
    429: Said("Too many requests", "Wait a moment, or let retry and fallbacks handle it."),
    500: Said("The router failed inside", "Try again; if it stays, give orq.ai the trace id below."),
    502: Said("The model's provider failed", "Try again later, or ask another model."),
    503: Said("The model's provider is overloaded", "Try again later, or ask another model."),
    504: Said("The model's provider did not answer in time", "Try again later, or ask another model."),
    529: Said("The model's provider is overloaded", "Try again later, or ask another model."),
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
    "no_route": "There is no way to it from here.",
    "garbled": "What answered does not speak HTTP.",
    "network": "The network failed.",
}

BROKEN = {
    "redirect": "It sends elsewhere, which the contract does not know.",
    "not_json": "It is not JSON.",
    "not_an_object": "It is JSON, but not an object.",
    "no_data": "It has no list of pictures.",
    "too_many_entries": "It has far more entries than can be asked for.",
    "too_large": "It is too large to be read.",
    "garbled": "Its encoding is broken.",
}

UNKEPT = {
    "disk_full": "The disk is full. Make room, or delete old runs.",
    "database": "Its database does not answer. Calls go on; they are not kept.",
    "pictures": "The place for its pictures cannot be written. Calls go on; they are not kept.",
    "deleted": "Its run was deleted while the call was under way.",
    "newer_database": "A newer version of this playground has written its database. Update this one.",
    "no_driver": "A package for its database is missing.",
    "bad_database_url": "ORQ_UI_DATABASE_URL is no address of SQLite or PostgreSQL.",
    "bad_blob_url": "ORQ_UI_BLOB_URL is no folder and no store that is known.",
}

MISSING = {
    "nothing": "The reply has neither a picture nor a link at this place.",
    "not_an_entry": "The reply has no object at this place.",
    "bad_base64": "The reply's base64 text is broken.",
    "bad_data_uri": "The reply's data: address is broken.",
    "bad_url": "The reply's link cannot be read.",
    "forbidden_url": "The link points to where pictures may not be fetched from.",
    "unreachable": "The link's host did not answer.",
    "timed_out": "The link took too long.",
    "http_status": "The link answered with an error. Links live 60 minutes.",
    "too_many_redirects": "The link leads from one address to the next.",
    "bad_redirect": "The link leads to an address that cannot be read.",
}


def missing(reason: str) -> str:
    """Why a variation could not be had."""
    picture = PICTURE.get(reason)
    return MISSING.get(reason) or (f"{picture.title}." if picture else "This picture could not be had.")


def said(error: OrqUiError) -> Said:
    """An error in words."""
    match error:
        case UnusablePicture():
            known = PICTURE.get(error.reason, Said("This picture cannot be used", "Choose another one."))
            return Said(known.title, known.advice, error.detail)
        case InvalidInput():
            return Said("The request cannot be sent", "Correct the field below.", f"{error.path}: {error.reason}")
        case ForbiddenUrl():
            return Said("This host is not allowed", "Choose another one on the Connection page.", error.url)
        case Unreachable() | TimedOut() | Cancelled():
            return _unanswered(error)
        case Refused():
            return _refused(error)
        case BadReply():
            why = BROKEN.get(error.reason, "A value in it has the wrong type.")
            return Said(
                "The answer is not what the contract says", f"{why} Look at the raw answer below.", error.reason
            )
        case HistoryUnavailable():
            return Said("The history is not available", UNKEPT.get(error.reason, UNKEPT["database"]), error.detail)
        case InternalError():
            return Said("This is our mistake", "The server's log has the details. Your form is kept.", error.kind)
    return Said("Something went wrong", "Look at the details below.", str(error))


def _unanswered(error: Unreachable | TimedOut | Cancelled) -> Said:
    match error:
        case Unreachable():
            return Said(
                "The router cannot be reached",
                f"{LOST.get(error.reason, LOST['network'])} Check the host on the Connection page, and the network."
                " The request was not sent again.",
                error.host,
            )
        case TimedOut():
            return Said(
                f"No answer within {error.seconds:g} s",
                f"It ended {PHASES.get(error.phase, 'early')}. Raise the timeout on the Connection page, or ask for"
                " less. The request was not sent again, but the router may have done the work.",
            )
        case Cancelled():
            return Said("Cancelled", "The connection was closed. The router may have done the work all the same.")


def _refused(error: Refused) -> Said:
    known = STATUS.get(error.status, Said(f"The router answered {error.status}", "Read its answer below."))
    wait = f" It asks to wait {error.retry_after_s:g} s." if error.retry_after_s else ""
    return Said(f"{known.title} ({error.status})", known.advice + wait, error.message)


def facts(picture: Picture | Kept, count: int) -> str:
    """``1024 × 1024 · PNG · 1.2 MB``; ``count`` is the number of its bytes."""
    return f"{picture.width} × {picture.height} · {FORMATS[picture.media_type]} · {size(count)}"


def size(count: int) -> str:
    """Bytes in decimal units, as file sizes are told: ``1.2 MB``."""
    if count < 1000:
        return f"{count} B"
    if count < 999_500:
        return f"{count / 1e3:.0f} kB"
    return f"{count / 1e6:.1f} MB" if count < 999_950_000 else f"{count / 1e9:.1f} GB"


def duration(milliseconds: float) -> str:
    """``340 ms``, ``2.1 s`` or ``12 min``."""
    if milliseconds < 999.5:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s" if milliseconds < 119_950 else f"{milliseconds / 60_000:.0f} min"


def plural(count: int, noun: str) -> str:
    """``1 picture``, ``2 pictures``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
