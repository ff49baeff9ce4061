"""Load a run into the form, or send it again."""

from __future__ import annotations

from urllib.parse import urlsplit

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import ForbiddenUrl, OrqUiError
from orq_ui.history import Parent, Run, RunStarted
from orq_ui.imaging import Picture
from orq_ui.ui.connection.choice import DEFAULTS_HEADER, EMULATOR_KEY, SCENARIO_HEADER, seed_headers, server_key
from orq_ui.ui.scenarios.run_scenario import asked_defaults, scenario_of, seed_of
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.wire import PATH, Connection, Wire, headers_for

SHORTEST_S, LONGEST_S = 1.0, 3600.0
"""Seconds that a call may be waited for, as on the Connection page."""


def why_not_replay(session: Session, run: Run) -> str | None:
    """Say in a few words why a run cannot be sent again, or return None."""
    try:
        connection = _connection(session, run)
    except OrqUiError:
        return f"This server may not make that call to {run.host}."
    if connection.api_key is None:
        return f"There is no key for {run.host}; give one on the Connection page."
    return None


def must_confirm(session: Session, run: Run) -> bool:
    """Return whether a replay has to be confirmed: once for each imported run in a session, where it goes live.

    Whoever made the file wrote what would be paid for. At the emulator the call stays on this machine and is free.
    """
    return run.imported and not run.emulated and run.id not in session.history.confirmed


def replay(session: Session, run: Run) -> None:
    """Send the same bytes to the same host again; the emulator gets the same seed, so that it draws the same.

    Raises an OrqUiError, or KeyError where a picture is gone.
    """
    connection = _connection(session, run)
    kept = services().history.store().wire(run)
    wire = Wire(kept.method, connection.base_url + PATH, headers_for(connection), kept.parts, connection.timeout_s)
    request = ImageVariationRequest.as_is(run.request)
    started = RunStarted(
        owner=session.owner.id,
        request=request.sent(),
        wire=wire,
        picture=_source(run),
        emulated=run.emulated,
        parent=Parent(run_id=run.id, link="replay"),
    )
    label = "the built-in emulator" if run.emulated else run.host
    session.start_call(started, request, label)


def load(session: Session, run: Run) -> None:
    """Put a run's request, picture, scenario and defaults into the form.

    Raises HistoryUnavailable, or KeyError where a picture is gone.
    """
    picture = _source(run)
    session.load_body(run.request, "the run")
    undo = session.undo
    if run.emulated:
        session.connection.scenario = scenario_of(run)
        session.connection.defaults = asked_defaults(dict(run.sent.headers))
    if picture is None:
        session.drop_picture()
    else:
        session.use(picture, run.parent, run.id)
    session.undo = undo  # one step back for all of it


def vary(session: Session, run: Run, place: int) -> None:
    """Make a run's result the next source. Raises HistoryUnavailable, or KeyError where it is gone."""
    kept = next((kept for kept in run.pictures if kept.place == place), None)
    if kept is None:
        raise KeyError(place)
    picture = services().history.store().picture(run.owner, kept, run.id)
    session.vary(picture, run.source.name if run.source else "", Parent(run_id=run.id, link="variation", place=place))


def _source(run: Run) -> Picture | None:
    kept = run.source
    return None if kept is None else services().history.store().picture(run.owner, kept, run.id)


def _connection(session: Session, run: Run) -> Connection:
    """Return the connection to a run's host as it is now. Raises ForbiddenUrl where requests may not go any more."""
    # Neither one that ends before an answer that was paid for, nor one that holds the call for years.
    timeout_s = min(max(run.sent.timeout_s, SHORTEST_S), LONGEST_S)
    # A run from a zip may name any call; with the person's key only this one is made.
    address = urlsplit(run.sent.url)
    if run.sent.method != "POST" or address.path != PATH:
        raise ForbiddenUrl(run.sent.url, "not_allowed")
    if run.emulated:
        played = (pair for pair in run.sent.headers if pair[0] in (SCENARIO_HEADER, DEFAULTS_HEADER))
        headers = (*played, *seed_headers(seed_of(run)))
        return Connection(services().emulator.ensure_running(), EMULATOR_KEY, timeout_s, headers)
    origin = f"{address.scheme}://{address.netloc}"
    if origin not in services().settings.hosts:
        raise ForbiddenUrl(origin, "not_allowed")
    return Connection(origin, session.connection.typed_key or server_key(), timeout_s)
