"""The emulator's scenario as a form and as JSON, for this session or for everyone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, get_args

import streamlit as st

from orq_ui.errors import InvalidInput, OrqUiError
from orq_ui.lint.received import as_received
from orq_ui.routing import Behaviour, PayloadFault, Policy, Scenario
from orq_ui.ui.scenarios.behaviour_text import (
    change_behaviour,
    faults_text,
    read_faults,
    read_scenario,
    read_script,
    script_text,
)
from orq_ui.ui.services import services
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_panel import error_box

JSON_KEY = "emulator.json"
SCOPE_KEY = "emulator.script_scope"
SCOPES = {"request": "start over with each request", "server": "continue across requests"}
"""What the scope of scripts is called."""


class _TextField(NamedTuple):
    """A value of a behaviour that is edited as text. ``read`` raises InvalidInput or ValueError.

    ``expected`` is what to write, in words; ``example`` is also the placeholder.
    """

    label: str
    help: str
    expected: str
    example: str
    show: Callable[[Behaviour], str]
    read: Callable[[str], Any]


FIELDS = {
    "latency_ms": _TextField(
        label="Latency, ms",
        help="How long an attempt takes, in milliseconds.",
        expected="a number of milliseconds, up to a day",
        example="400",
        show=lambda now: f"{now.latency_ms:g}",
        read=float,
    ),
    "jitter_ms": _TextField(
        label="Jitter, ± ms",
        help="An attempt takes up to so much more or less than the latency, by chance.",
        expected="a number of milliseconds, up to a day",
        example="0",
        show=lambda now: f"{now.jitter_ms:g}",
        read=float,
    ),
    "script": _TextField(
        label="First answers",
        help="What the first attempts end with, in turn: an error status, or ok for a success. Later ones are left to "
        "chance.",
        expected="statuses from 400 to 599 and ok, with commas between them",
        example="429, 429, ok",
        show=script_text,
        read=read_script,
    ),
    "faults": _TextField(
        label="Then fails by chance",
        help="Error statuses with their probabilities, for attempts after the first answers. What is left to 100% "
        "succeeds.",
        expected="statuses from 400 to 599, each with its percentage, at most 100% in all",
        example="429 15%, 500 20%",
        show=faults_text,
        read=read_faults,
    ),
    "retry_after_s": _TextField(
        label="Retry-After, s",
        help="The header that comes with every error: the router waits so many seconds before it tries again.",
        expected="a number of seconds, up to a day, or nothing",
        example="none",
        show=lambda now: "" if now.retry_after_s is None else f"{now.retry_after_s:g}",
        read=lambda text: float(text) if text else None,
    ),
}
PAYLOAD_HELP = "What is wrong with a success: its JSON, its pictures, its links, or the connection."
KNOWN_HELP = "Switched off, the model does not exist: the router answers 404."


def models_panel(session: Session, scenario: Scenario) -> None:
    """Draw where scripts start, and the fields of each model of the request and of the scenario, and of all others."""
    _script_scope(session, scenario)
    try:
        called = Policy.from_body(as_received(session.draft.body)).models
    except InvalidInput:
        called = ()
    for place, model in enumerate([*dict.fromkeys([*called, *scenario.models]), None]):
        with st.container(border=True, key=f"emulator.model.{place}"):
            _behaviour(session, scenario, model)


def _script_scope(session: Session, scenario: Scenario) -> None:
    """Draw whether scripts go on from request to request, and a button that lets them begin anew."""
    if st.session_state.get(SCOPE_KEY) != scenario.script_scope:
        st.session_state[SCOPE_KEY] = scenario.script_scope
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "First answers",
            list(SCOPES),
            required=True,
            format_func=SCOPES.__getitem__,
            key=SCOPE_KEY,
            on_change=_change_scope,
            args=(session, scenario),
            help="Where they continue, a client that sends its request again gets the next ones, so it can recover.",
        )
        if scenario.script_scope == "server" and st.button(
            "Start over now", icon=":material/first_page:", key="emulator.rewind", type="tertiary"
        ):
            _tell(lambda: services().jobs.ask_emulator(lambda control: control.rewind()))


def _change_scope(session: Session, scenario: Scenario) -> None:
    session.connection.scenario = scenario.model_copy(update={"script_scope": st.session_state[SCOPE_KEY]})


def _behaviour(session: Session, scenario: Scenario, model: str | None) -> None:
    now = scenario.default if model is None else scenario.behaviour_of(model)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(model or "Every other model", width="stretch")
        key = _key(model, "known")
        if st.session_state.get(key) != now.known:
            st.session_state[key] = now.known
        st.toggle("exists", key=key, on_change=_change, args=(session, scenario, model, "known"), help=KNOWN_HELP)
    with st.grid(3, min_column_width=150, gap="small") as grid:
        for name, field in FIELDS.items():
            with grid.cell():
                key, text = _key(model, name), field.show(now)
                if st.session_state.get(key) != text and key not in session.emulator_errors:
                    st.session_state[key] = text
                st.text_input(
                    field.label,
                    key=key,
                    placeholder=field.example,
                    help=field.help,
                    on_change=_change,
                    args=(session, scenario, model, name),
                )
                if key in session.emulator_errors:
                    st.caption(
                        f":red[:material/error: Write {field.expected}. Until then, {text or 'nothing'} counts.]"
                    )
        with grid.cell():
            key = _key(model, "payload")
            if st.session_state.get(key, "") != now.payload:
                st.session_state[key] = now.payload
            st.selectbox(
                "Corrupts its answer",
                get_args(PayloadFault),
                index=None,
                placeholder="no",
                key=key,
                on_change=_change,
                args=(session, scenario, model, "payload"),
                help=PAYLOAD_HELP,
            )


def _key(model: str | None, name: str) -> str:
    return f"emulator.{model or '*'}.{name}"


def _change(session: Session, scenario: Scenario, model: str | None, name: str) -> None:
    key = _key(model, name)
    try:
        value = FIELDS[name].read(st.session_state[key] or "") if name in FIELDS else st.session_state[key]
        session.connection.scenario = change_behaviour(scenario, model, **{name: value})
    except (InvalidInput, ValueError):
        session.emulator_errors.add(key)
    else:
        session.emulator_errors.discard(key)


def json_panel(session: Session, scenario: Scenario) -> None:
    """Draw the whole scenario as JSON, to be edited or copied."""
    if session.scenario_error is None or JSON_KEY not in st.session_state:
        st.session_state[JSON_KEY] = scenario.model_dump_json(indent=2, exclude_defaults=True)
    st.text_area("Scenario as JSON", key=JSON_KEY, height="content", on_change=_take_json, args=(session,))
    if session.scenario_error is not None:
        st.error("This is not a scenario. Until it is corrected, the one before counts.", icon=":material/error:")
        st.code(session.scenario_error, language=None, wrap_lines=True)


def _take_json(session: Session) -> None:
    try:
        session.connection.scenario = read_scenario(st.session_state[JSON_KEY])
        session.scenario_error = None
    except InvalidInput as error:
        session.scenario_error = f"{error.path}: {error.reason}"


def everyone_panel(session: Session, scenario: Scenario) -> None:
    """Draw the buttons that play the scenario for other clients too, or go back."""
    st.caption(
        "This applies to what you send from this browser session. Other clients of the emulator, and other people, get "
        "it only when you apply it for everyone."
    )
    with st.container(horizontal=True):
        if st.button("Apply for everyone", icon=":material/campaign:", key="emulator.everyone"):
            _tell(lambda: services().jobs.ask_emulator(lambda control: control.play(scenario.model_dump(mode="json"))))
        if st.button(
            "Reset",
            icon=":material/restart_alt:",
            key="emulator.reset",
            type="tertiary",
            help="The emulator behaves as it was started again, here and for everyone.",
        ):
            session.connection.scenario = None
            _tell(lambda: services().jobs.ask_emulator(lambda control: control.reset()))
            st.rerun()


def _tell(act: Callable[[], object]) -> None:
    try:
        act()
        st.toast("Done.", icon=":material/check:")
    except OrqUiError as error:
        error_box(error)
