"""*Send ten times*: how often each model answers a request at the emulator, against the exact odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

import streamlit as st

from orq_ui.errors import OrqUiError
from orq_ui.history import RunStarted
from orq_ui.routing import Odds, Policy, Scenario, odds
from orq_ui.ui.connection.choice import SEED_HEADER
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.server.series import Series, SeriesResult
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.quantities import plural
from orq_ui.ui.text.tables import table
from orq_ui.wire import PATH, Wire

TIMES = 10
AT_ONCE = 5
POLL_S = 0.3
RARE = 0.0005
"""An expected count below this is shown as 0.0 and needs no row of its own."""
NO_ANSWER = "no answer"


Played = tuple[Policy, Scenario]
"""What a call asked the router for, and what the models did."""


def series_button(session: Session, job: Job, played: Played | None) -> None:
    """Draw the button; nothing on a live host, where each send may cost money."""
    if job.ledger is None or not session.connection.is_emulator:
        return
    running = session.series is not None and not session.series.is_over
    cached = " The cache is on, so most answers will come from it." if job.ledger.cache.outcome != "off" else ""
    st.button(
        "Send ten times",
        icon=":material/repeat:",
        key="result.series",
        type="tertiary",
        disabled=running,
        on_click=_start,
        # One after the other where a send finds what the one before it has left.
        args=(session, job, 1 if played is None or _changes(*played) else AT_ONCE),
        help="Send this request ten times to the emulator, each with a seed of its own, and count who answers. "
        f"The result above stays; the ten runs go into the history.{cached}",
    )


def series_panel(session: Session, job: Job, played: Played | None) -> None:
    """Draw the progress of ten sends, and what came of them against the odds of ``played``, where these are known."""
    series = session.series
    if series is None or (series.is_over and series.of != job.id):
        return
    with st.container(border=True, key="result.series.panel"):
        if not series.is_over:
            _progress(series)
        elif series.results:
            _counts(series.results, played)
        else:
            st.caption("None of the ten sends ended with an answer.")


def _progress(series: Series) -> None:
    @st.fragment(run_every=POLL_S)
    def poll() -> None:
        if series.is_over:
            st.rerun()
        done = len(series.results)
        st.progress(done / series.total, text=f"{done} of {series.total} sends have ended")

    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            poll()
        st.button("Cancel", icon=":material/stop:", key="result.series.cancel", on_click=series.cancel)


def _counts(results: Sequence[SeriesResult], played: Played | None) -> None:
    st.markdown(f"**{plural(len(results), 'send')}: who answered**")
    cached = sum(result.cached for result in results)
    expected = _expected(odds(*played), len(results)) if played is not None and not _changes(*played) else None
    counted = count_outcomes(results)
    rows = outcome_rows(counted, expected)
    columns = ("answer", "times") if expected is None else ("answer", "times", "expected")
    table(columns, rows, label="Who answered how often")
    st.caption(_remark(played, cached, expected, len(results)))


def count_outcomes(results: Sequence[SeriesResult]) -> Counter[str]:
    """Return how often each model answered, each status was the answer, or none came."""
    return Counter(
        result.served or (NO_ANSWER if result.status is None else f"status {result.status}") for result in results
    )


def outcome_rows(counted: Mapping[str, int], expected: Mapping[str, float] | None) -> list[tuple[object, ...]]:
    """Return a row for each outcome that came or was to be expected, those that were expected most first."""
    if expected is None:
        return [(name, times) for name, times in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    names = {*counted, *(name for name, count in expected.items() if count >= RARE)}
    ordered = sorted(names, key=lambda name: (-expected.get(name, 0.0), -counted.get(name, 0), name))
    return [(name, counted.get(name, 0), f"{expected.get(name, 0.0):.1f}") for name in ordered]


def _expected(found: Odds, sends: int) -> dict[str, float]:
    """Return how often each outcome is to be expected."""
    failed: Counter[str] = Counter()
    for failure in found.failures:
        failed[f"status {failure.status}"] += failure.probability  # type: ignore[assignment]
    return {name: share * sends for name, share in {**found.served, **failed}.items()}


def _changes(policy: Policy, scenario: Scenario) -> bool:
    """Return whether what a request meets depends on the requests before it."""
    return policy.cache_ttl_s.value is not None or scenario.script_scope == "server"


def _remark(played: Played | None, cached: int, expected: Mapping[str, float] | None, sends: int) -> str:
    if cached or (played is not None and played[0].cache_ttl_s.value is not None):
        return (
            f"The cache is on, so the first success answers those that follow: {cached} of {sends} came from there. "
            "Send without the cache to compare with the odds."
        )
    if played is not None and played[1].script_scope == "server":
        return "The scripts of this scenario go on from request to request, so no two sends have the same odds."
    if expected is None:
        return "What to expect is not known: the emulator played something else than this page knows of."
    if all(count in (0, sends) for count in expected.values()):
        return "Chance has no part in this: every send ends the same way."
    return "Ten sends are few: counts that differ by two or three from what is expected are nothing unusual."


def _start(session: Session, job: Job, at_once: int) -> None:
    """Start ten sends of a call's request, unless ten are under way."""
    if session.series is not None and not session.series.is_over:
        return
    session.series = Series(of=job.id, total=TIMES)
    recorder, wire = services().history.recorder, _for_another_send(job.wire)
    parent = None if job.recorder is None else job.recorder.started.parent
    owner, session_id = session.owner.id, session.id

    def make() -> Job:
        started = RunStarted(
            owner=owner, request=job.request.sent(), wire=wire, picture=job.picture, emulated=True, parent=parent
        )
        return Job(
            wire=wire,
            picture=job.picture,
            session=session_id,
            request=job.request,
            destination=job.destination,
            recorder=recorder(started),
            id=started.id,
        )

    session.series.start(services().jobs, make, at_once)


def _for_another_send(wire: Wire) -> Wire:
    """Return the wire without a seed, for the emulator as it runs now: its port may be another one than it was."""
    headers = {name: value for name, value in wire.headers.items() if name != SEED_HEADER}
    with suppress(OrqUiError):  # one that does not start is reported by each send
        wire = replace(wire, url=services().emulator.ensure_running() + PATH)
    return replace(wire, headers=MappingProxyType(headers))
