"""What would have saved a request that failed: changes of its options, each with its odds and a button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from orq_ui.errors import InvalidInput
from orq_ui.json_edits import apply_edits
from orq_ui.lint.received import as_received, written_as_read
from orq_ui.routing import BUILT_IN_SCENARIOS, Change, Ledger, Policy, Scenario, advise, route
from orq_ui.routing.recorded_ledger import RecordedLedger
from orq_ui.ui.form.draft import same
from orq_ui.ui.pages import VARIATIONS
from orq_ui.ui.scenarios.run_scenario import asked_scenario
from orq_ui.ui.server.jobs import Job
from orq_ui.ui.session import Adopted, Session
from orq_ui.ui.text.quantities import duration, percent, plural


def advice_panel(
    session: Session,
    body: Mapping[str, Any],
    ledger: Ledger,
    scenario: Scenario,
    key: str,
    positions: Mapping[str, int] = MappingProxyType({}),
    *,
    is_played: bool = True,
) -> None:
    """Draw the changes with which ``body`` would have succeeded; ``ledger`` is how it went in the scenario.

    Nothing for a request that succeeded. ``positions`` are where it found the models' scripts. ``is_played`` says
    whether the next send is played in this scenario too, with these defaults. ``key`` tells the panel apart from others
    of the session.
    """
    if ledger.verdict.served is not None:
        return
    changes = _advice(session, ledger, scenario, positions)
    st.subheader("What would have saved it", anchor=False)
    if not changes:
        none = "No single change of the router options ends in success under this scenario, nor do two together."
        st.text(f"{none} {ledger.verdict.reason}")
        return
    st.caption("Each of these alone ends in success, with the same behaviour of the models and the same chance.")
    if scenario.script_scope == "server":
        st.caption(
            ":material/info: The scripts of this scenario continue from one request to the next, "
            "so the next send meets the answers that come next in them."
        )
    if not is_played:
        st.caption(
            ":orange[:material/history: The next send does not play exactly this scenario with these assumptions, "
            "so it may end differently.]"
        )
    for place, change in enumerate(changes):
        with st.container(border=True, gap="xsmall", key=f"{key}.advice.{place}"):
            _change(session, body, changes, change, ledger.seed, f"{key}.adopt.{place}")


def adopted_panel(session: Session) -> None:
    """Say which change was put into the form last and that it is ready to be sent, until the form changes again."""
    adopted = _adopted(session)
    if adopted is not None:
        with st.container(border=True, key="explain.adopted"):
            st.text(f"Now in the form: {adopted.sentence}")
            st.page_link(VARIATIONS.path, label="Go on and press Send", icon=":material/send:")


def replayed_ledger(job: Job) -> tuple[Ledger, Scenario] | None:
    """Return the emulator's ledger of a call as routing makes it anew, and the scenario that it is of.

    None where it cannot be made again exactly, such as for a live call or one to an emulator with settings of its own.
    """
    recorded = job.ledger
    if recorded is None or recorded.policy is None or recorded.seed is None:
        return None
    scenario = asked_scenario(job.wire.headers)
    if scenario is None:
        built_in = BUILT_IN_SCENARIOS.get(recorded.scenario or "")
        scenario = Scenario() if built_in is None else built_in.scenario
    try:
        policy = Policy.from_body(
            as_received(job.wire.body), recorded.policy.defaults, picture=job.picture.sha256 if job.picture else ""
        )
    except InvalidInput:
        return None
    ledger = route(policy, scenario, recorded.seed, positions=recorded.script_positions)
    return (ledger, scenario) if _tells_the_same(ledger, recorded) else None


def _advice(session: Session, ledger: Ledger, scenario: Scenario, positions: Mapping[str, int]) -> tuple[Change, ...]:
    """Return the changes; they are searched for once, not with every rerun of the page."""
    asked = (ledger, ledger.policy.places, scenario, session.known_models, dict(positions))
    if session.advice is None or session.advice[0] != asked:
        session.advice = (asked, advise(ledger.policy, scenario, ledger.seed, session.known_models, positions))
    return session.advice[1]


def _tells_the_same(ledger: Ledger, recorded: RecordedLedger) -> bool:
    made = RecordedLedger.read(ledger.to_dict())
    return made is not None and (made.attempts, made.verdict) == (recorded.attempts, recorded.verdict)


def _change(
    session: Session, body: Mapping[str, Any], changes: Sequence[Change], change: Change, seed: int, key: str
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(change.sentence, width="stretch")
        if _is_in_form(session, body, change):
            st.badge("In the form: press Send", icon=":material/check:", color="green")
        else:
            st.button(
                "Put it into the form",
                key=key,
                icon=":material/edit_note:",
                on_click=_adopt,
                args=(session, body, changes, change, seed),
            )
    calls, took = plural(change.calls, "provider call"), duration(change.total_ms)
    st.text(f"{change.served} then answers after {calls} and {took}.")
    st.caption(f"Odds of success: {percent(change.odds_before)} → **{percent(change.odds_after)}**")


def _adopted(session: Session) -> Adopted | None:
    """Return the change that was put into the form last, unless the form has changed since."""
    adopted = session.adopted
    return adopted if adopted is not None and same(session.draft.body, adopted.body) else None


def _is_in_form(session: Session, body: Mapping[str, Any], change: Change) -> bool:
    adopted = _adopted(session)
    just_adopted = adopted is not None and adopted.sentence == change.sentence
    return just_adopted or same(session.draft.body, _form_body(body, change))


def _adopt(session: Session, body: Mapping[str, Any], changes: Sequence[Change], change: Change, seed: int) -> None:
    """Make the change in the form, instead of another of these that is in it already; all else in the form stays.

    Where the change succeeds by chance only, the next sends have the seed with which it does.
    """
    form = session.draft.body
    others = [_form_body(body, other) for other in changes]
    scenario, story = session.connection.scenario, session.story
    session.load_body(_changed(body if any(same(form, other) for other in others) else form, change), "the advice")
    # The advice is on what is being played.
    session.connection.scenario, session.story = scenario, story
    session.adopted = Adopted(change.sentence, dict(session.draft.body))
    if change.odds_after < 1:
        session.connection.seed = seed


def _form_body(body: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return the request with the change, without the picture's description, which is not part of the form."""
    return {name: value for name, value in _changed(body, change).items() if name != "image"}


def _changed(body: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return the body with the change; an option that is written as a text is written as it is read first."""
    return apply_edits(written_as_read(body, {str(edit.path[0]) for edit in change.edits}), change.edits)
