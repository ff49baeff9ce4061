"""The emulator's controls: what its models do, what it did, and how to point another client at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, get_args

import streamlit as st

from orq_ui.errors import InvalidInput, OrqUiError
from orq_ui.routing import PayloadFault, Policy, Scenario
from orq_ui.ui.emulator import scenario_form
from orq_ui.ui.scenarios.what_if import models_of
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_messages import message_for

EVERY_OTHER = "every other model"


def models_panel(session: Session, scenario: Scenario) -> None:
    """One row of fields for each model of the request and of the scenario, and one for all others."""
    try:
        asked = models_of(Policy.from_body(session.draft.request().sent()))
    except InvalidInput:
        asked = []
    for place, model in enumerate([*dict.fromkeys([*asked, *scenario.models]), None]):
        with st.container(border=True, key=f"emulator.model.{place}"):
            st.text(model or EVERY_OTHER)
            _behaviour(session, scenario, model, f"emulator.{model or '*'}")


def _behaviour(session: Session, scenario: Scenario, model: str | None, key: str) -> None:
    now = scenario.default if model is None else scenario.behaviour_of(model)
    shown: dict[str, tuple[str, str, Callable[[str], Any], str]] = {
        "latency_ms": (f"{now.latency_ms:g}", "latency in ms", float, "400"),
        "jitter_ms": (f"{now.jitter_ms:g}", "jitter in ms, ±", float, "0"),
        "script": (scenario_form.script_text(now), "first answers", scenario_form.read_script, "429, 429, ok"),
        "faults": (
            scenario_form.faults_text(now),
            "then fails by chance",
            scenario_form.read_faults,
            "429 15%, 500 20%",
        ),
        "retry_after_s": (
            "" if now.retry_after_s is None else f"{now.retry_after_s:g}",
            "retry-after in s",
            lambda text: float(text) if text else None,
            "none",
        ),
    }
    with st.grid(3, min_column_width=150, gap="small") as grid:
        for name, (text, label, read, hint) in shown.items():
            with grid.cell():
                _field(session, scenario, model, f"{key}.{name}", name, text, label, read, hint)
        with grid.cell():
            _payload(session, scenario, model, f"{key}.payload", now.payload)


def _field(
    session: Session,
    scenario: Scenario,
    model: str | None,
    key: str,
    name: str,
    text: str,
    label: str,
    read: Callable[[str], Any],
    hint: str,
) -> None:
    if st.session_state.get(key) != text and key not in session.emulator_errors:
        st.session_state[key] = text

    def take() -> None:
        _apply(
            session, key, lambda: scenario_form.changed(scenario, model, **{name: read(st.session_state[key] or "")})
        )

    st.text_input(label, key=key, placeholder=hint, on_change=take)
    if key in session.emulator_errors:
        st.caption(":red[:material/error: This cannot be read; the old value holds.]")


def _payload(session: Session, scenario: Scenario, model: str | None, key: str, now: str | None) -> None:
    if st.session_state.get(key, "") != now:
        st.session_state[key] = now

    def take() -> None:
        _apply(session, key, lambda: scenario_form.changed(scenario, model, payload=st.session_state[key]))

    st.selectbox("spoils its answer", get_args(PayloadFault), index=None, placeholder="no", key=key, on_change=take)


def _apply(session: Session, key: str, change: Callable[[], Scenario]) -> None:
    try:
        session.connection.scenario = change()
    except (InvalidInput, ValueError):
        session.emulator_errors.add(key)
    else:
        session.emulator_errors.discard(key)


def json_panel(session: Session, scenario: Scenario) -> None:
    """The whole scenario as JSON, to be edited or copied."""
    key = "emulator.json"
    text = scenario.model_dump_json(indent=2, exclude_defaults=True)
    if session.scenario_error is None or key not in st.session_state:
        st.session_state[key] = text
    st.text_area("Scenario as JSON", key=key, height="content", on_change=partial(_take_json, session))
    if session.scenario_error is not None:
        st.error("This is no scenario; the old one holds.", icon=":material/error:")
        st.code(session.scenario_error, language=None, wrap_lines=True)


def _take_json(session: Session) -> None:
    try:
        session.connection.scenario = scenario_form.read_scenario(st.session_state["emulator.json"])
        session.scenario_error = None
    except InvalidInput as error:
        session.scenario_error = f"{error.path}: {error.reason}"


def everyone_panel(session: Session, scenario: Scenario) -> None:
    """For clients other than this page: play it for all of them, or go back."""
    st.caption(
        "Your choice holds for this browser session: it travels with each request as a header. "
        "Other clients of the emulator see it only when it is played for everyone."
    )
    with st.container(horizontal=True):
        if st.button("Play it for everyone", icon=":material/campaign:", key="emulator.everyone"):
            _tell(lambda: services().jobs.ask_emulator(lambda control: control.play(scenario.model_dump(mode="json"))))
        if st.button("Back to the start", icon=":material/restart_alt:", key="emulator.reset", type="tertiary"):
            session.connection.scenario = None
            _tell(lambda: services().jobs.ask_emulator(lambda control: control.reset()))
            st.rerun()


def _tell(act: Callable[[], object]) -> None:
    try:
        act()
        st.toast("Done.", icon=":material/check:")
    except OrqUiError as error:
        words = message_for(error)
        st.error(words.advice, title=words.title)
