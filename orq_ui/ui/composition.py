"""What one rerun of a page is about: the request in the form and all that follows from it, made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orq_ui.api import ImageVariationRequest, Problem
from orq_ui.errors import InvalidInput, OrqUiError
from orq_ui.imaging import Picture
from orq_ui.lint import Finding, check
from orq_ui.lint.received import as_received
from orq_ui.routing import Defaults, Policy, Scenario, worst_case
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import message_for
from orq_ui.wire import Wire, encode


@dataclass(frozen=True)
class Composition:
    """The request as it is now, with everything that the panels show of it.

    ``policy`` is None where the router's options cannot be read, for the reason in ``unreadable``. ``scenario`` is what
    the models do, and says which of them exist. ``wire`` is None where there is no way to the chosen host; ``blocked``
    says in a few words why Send would do nothing. ``received`` is the ``body`` as the router reads it from the form.
    """

    request: ImageVariationRequest
    body: Mapping[str, Any]
    picture: Picture | None
    problems: tuple[Problem, ...]
    received: Mapping[str, Any]
    policy: Policy | None
    unreadable: InvalidInput | None
    scenario: Scenario
    wire: Wire | None
    findings: tuple[Finding, ...]
    blocked: str | None

    @property
    def max_provider_calls(self) -> int | None:
        """The most provider calls that one request can lead to; None where its options cannot be read."""
        return None if self.policy is None else worst_case(self.policy).attempts

    @property
    def pictures(self) -> int | None:
        """How many variations are asked for; None where the contract refuses their number."""
        asked = self.body.get("n")
        if asked is None:
            return 1
        return asked if isinstance(asked, int) and not isinstance(asked, bool) and 1 <= asked <= 10 else None


def compose(session: Session) -> Composition:
    """Return what the session's form, picture and connection come to."""
    request, picture, choice = session.draft.request(), session.picture, session.connection
    scenario = choice.played_scenario()
    problems = tuple(request.problems())
    wire: Wire | None = None
    findings: tuple[Finding, ...] = ()
    try:
        connection = choice.connection(scenario)
    except OrqUiError as error:
        message = message_for(error)
        blocked: str | None = f"{message.title}. {message.advice}"
    else:
        wire = encode(request, picture, connection)
        played = scenario if choice.is_emulator else None
        listed = session.listed_models
        findings = tuple(check(request, picture, connection, defaults=choice.defaults, scenario=played, listed=listed))
        blocked = _blocked(session, problems)
    body = request.sent() if wire is None else wire.body
    received = as_received(body)
    policy, unreadable = _policy(received, choice.defaults, picture)
    return Composition(
        request=request,
        body=body,
        picture=picture,
        problems=problems,
        received=received,
        policy=policy,
        unreadable=unreadable,
        scenario=scenario,
        wire=wire,
        findings=findings,
        blocked=blocked,
    )


def _blocked(session: Session, problems: tuple[Problem, ...]) -> str | None:
    if session.connection.key() is None:
        return "There is no key for this host; enter one on the Connection page."
    if session.as_is:
        return None
    if session.picture is None:
        return "Choose a picture first."
    if any(problem.path == "model" and problem.is_missing for problem in problems):
        return "Choose a model first."
    if problems:
        return "Correct what is named below, or send the request as it is."
    return None


def _policy(
    received: Mapping[str, Any], defaults: Defaults, picture: Picture | None
) -> tuple[Policy | None, InvalidInput | None]:
    try:
        return Policy.from_body(received, defaults, picture=picture.sha256 if picture else ""), None
    except InvalidInput as error:
        return None, error
