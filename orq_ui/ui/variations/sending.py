"""From the session to a call and back: what Send does, and what stands in its way."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from orq_ui.api import ImageVariationRequest, Problem
from orq_ui.client import Reply
from orq_ui.errors import HistoryUnavailable, InvalidInput, OrqUiError
from orq_ui.history import Departure
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.lint import Finding, check
from orq_ui.routing import Policy, worst_case
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import message_for
from orq_ui.wire import Wire, encode


@dataclass(frozen=True)
class Preflight:
    """What Send would do now. ``blocked`` says in a few words why it would do nothing."""

    wire: Wire | None
    problems: tuple[Problem, ...]
    provider_calls: int | None
    findings: tuple[Finding, ...]
    blocked: str | None


def preflight(session: Session) -> Preflight:
    """Look at the session as Send would."""
    request = session.draft.request()
    problems = tuple(request.problems())
    calls = most_provider_calls(request.sent())
    try:
        connection = session.connection.connection()
        wire = encode(request, session.picture, connection)
    except OrqUiError as error:
        words = message_for(error)
        return Preflight(None, problems, calls, (), f"{words.title}. {words.advice}")
    findings = tuple(check(request, session.picture, connection))
    return Preflight(wire, problems, calls, findings, _blocked(session, problems))


def _blocked(session: Session, problems: tuple[Problem, ...]) -> str | None:
    if session.connection.key() is None:
        return "There is no key for this host; give one on the Connection page."
    if session.as_is:
        return None
    if session.picture is None:
        return "Choose a picture first."
    if problems:
        return "Correct the fields marked in red, or send the request as it is."
    return None


def most_provider_calls(body: dict[str, Any]) -> int | None:
    """The most provider calls that one request can lead to; None where its options cannot be read."""
    try:
        return worst_case(Policy.from_body(body)).attempts
    except InvalidInput:
        return None


def send(session: Session) -> None:
    """Start the call; a second press while one is under way does nothing."""
    if session.job is not None and session.job.running:
        return
    look = preflight(session)
    if look.blocked is None and look.wire is not None:
        request = session.draft.request()
        departure = Departure(
            session.owner.id,
            request.sent(),
            look.wire,
            session.picture,
            session.connection.is_emulator,
            session.parent,
        )
        start(session, departure, request, session.connection.label)


def start(session: Session, departure: Departure, request: ImageVariationRequest, destination: str) -> None:
    """Start a call that the history is to keep."""
    recording = services().history.record(departure)
    job = Job(departure.wire, departure.picture, session.id, request, destination, recording, departure.id)
    session.job = services().jobs.start(job)


def settle(session: Session) -> bool:
    """Take over a finished call's result. True when there was one to take, so that the page can be drawn anew."""
    job = session.job
    if job is None or job.running or job is session.result:
        return False
    services().pictures.free(*(url for url in session.shown if url))
    session.result, session.shown = job, _published(job, session.owner)
    return True


def _published(job: Job, owner: Owner) -> tuple[str | None, ...]:
    pictures = job.outcome.pictures if isinstance(job.outcome, Reply) else ()
    return tuple(
        None if isinstance(picture, MissingPicture) else _publish(job, owner, place, picture)
        for place, picture in enumerate(pictures)
    )


def _publish(job: Job, owner: Owner, place: int, picture: Picture) -> str:
    """Keep a result in memory while its tab is open, under the URL that it has in the history if it is kept there."""
    pictures, url = services().pictures, None
    if job.recording is not None and job.recording.is_kept:
        with suppress(HistoryUnavailable):  # away by now: memory alone has it
            url = pictures.url(owner, job.id, place)
    return pictures.put(picture.bytes, picture.media_type, picture.name, job.session, owner, url)


def is_current(session: Session, job: Job) -> bool:
    """Whether a result was made from the request that the form holds now."""
    return session.draft.request().sent() == job.request.sent() and session.picture == job.picture
