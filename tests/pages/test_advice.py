"""What would have saved a failed request, on the Variations and the Explain page, without a browser."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from orq_ui.client import Reply
from orq_ui.errors import Refused
from orq_ui.routing import BUILT_IN_SCENARIOS, Defaults, Policy, Scenario, route
from orq_ui.ui.ledger.advice import replayed_ledger
from tests.pages.conftest import Playground

HEADING = "What would have saved it"
UNLIKE = "The next send does not play exactly this scenario with these assumptions, so it may end differently"
BODY = {"model": "openai/dall-e-2", "size": "256x256", "user": "someone"}


def load(playground: Playground, scenario: str, body: Mapping[str, object]) -> None:
    """Put a request into the form, with a picture, and set what the models do."""
    playground.session.connection.scenario = BUILT_IN_SCENARIOS[scenario].scenario
    playground.session.load_body(body)
    playground.use()


def adopt(playground: Playground, page: str, place: int = 0) -> None:
    """Press the button of a change."""
    playground.click(f"{page}.adopt.{place}")


def test_a_failure_is_saved_by_one_click(playground: Playground) -> None:
    """The change is put into the form beside everything else, the page says so, and the next send succeeds."""
    load(playground, "rate-limited-primary", BODY)
    playground.send()
    job = playground.session.result
    assert job is not None
    assert isinstance(job.outcome, Refused)
    assert HEADING in playground.text
    assert "Set orq.retry.count to 2." in playground.text
    assert "0 % → **100 %**" in playground.text

    adopt(playground, "result")

    assert playground.session.draft.body == {**BODY, "orq": {"retry": {"count": 2}}}
    assert "In the form: press Send" in playground.text
    playground.send()
    job = playground.session.result
    assert job is not None
    assert isinstance(job.outcome, Reply)
    assert HEADING not in playground.text


@pytest.mark.parametrize("by_chance", [True, False])
def test_a_change_that_needs_luck_keeps_the_seed(playground: Playground, by_chance: bool) -> None:
    """What succeeds by chance is sent with the chance with which it does; what always succeeds needs none."""
    fails = {"faults": [{"status": 503, "probability": 0.5}]} if by_chance else {"script": [503]}
    load(playground, "all-well", BODY)
    choice = playground.session.connection
    choice.scenario = Scenario.model_validate({"models": {"openai/dall-e-2": {"latency_ms": 0, **fails}}})
    once, twice = (Policy.from_body({**BODY, "retry": {"count": count}}) for count in (0, 1))
    choice.seed = seed = next(
        seed
        for seed in range(1000)
        if route(once, choice.scenario, seed).verdict.status == 503
        and route(twice, choice.scenario, seed).verdict.served
    )
    playground.run()
    playground.send()
    choice.seed = None
    playground.run()

    adopt(playground, "result")

    assert choice.seed == (seed if by_chance else None)
    playground.send()
    job = playground.session.result
    assert job is not None
    assert isinstance(job.outcome, Reply)


def test_scripts_that_go_on_are_told_of(playground: Playground) -> None:
    """The failure is found again where an earlier request had left the scripts; the next send starts after it."""
    models = {"openai/dall-e-2": {"latency_ms": 0, "script": ["ok", 503, 503]}}
    load(playground, "all-well", BODY)
    choice = playground.session.connection
    choice.scenario = Scenario.model_validate({"script_scope": "server", "models": models, "cached_age_s": 4712})
    choice.defaults = Defaults.read("spec-2026-08+cache_key=with-options+retry_codes=429-only")
    playground.run()
    playground.send()
    assert HEADING not in playground.text
    playground.send()

    assert "The scripts of this scenario continue from one request to the next" in playground.text
    assert "Set orq.retry.count to 2" not in playground.text
    adopt(playground, "result")
    playground.send()
    job = playground.session.result
    assert job is not None
    assert isinstance(job.outcome, Reply)


def test_a_scenario_that_was_chosen_since_is_told_of(playground: Playground) -> None:
    """The changes are those for the failure, and the next send is played by what is chosen now."""
    load(playground, "primary-down", BODY)
    playground.send()
    assert HEADING in playground.text
    assert UNLIKE not in playground.text
    choice = playground.session.connection

    choice.defaults = Defaults.read("spec-2026-08+retry_omitted=two")
    playground.run()
    assert UNLIKE in playground.text
    choice.defaults, choice.scenario = Defaults(), BUILT_IN_SCENARIOS["everything-down"].scenario
    playground.run()

    assert UNLIKE in playground.text
    assert HEADING in playground.text


def test_failure_rates_of_explain_are_not_sent(playground: Playground) -> None:
    """A rate that is tried on Explain is not played by Send, and the advice on it says so."""
    load(playground, "primary-down", BODY)
    playground.open("debug/explain")
    assert HEADING in playground.text
    assert UNLIKE not in playground.text

    playground.app.selectbox(key="explain.code.0.openai/dall-e-2").set_value(500)
    playground.run()

    assert HEADING in playground.text
    assert UNLIKE in playground.text


def test_the_changes_are_alternatives(playground: Playground) -> None:
    """A second change takes the place of the first; an edit that was made since stays."""
    load(playground, "rate-limited-primary", BODY)
    playground.send()

    adopt(playground, "result", 0)
    adopt(playground, "result", 1)
    assert "retry" not in playground.session.draft.body["orq"]
    playground.session.draft.set(("n",), 2)
    playground.run()
    adopt(playground, "result", 0)

    body = playground.session.draft.body
    assert body["n"] == 2
    assert set(body["orq"]) == {"retry", "fallbacks"}
    assert playground.text.count("In the form: press Send") == 1


def test_nothing_helps_where_every_model_is_down(playground: Playground) -> None:
    """The page says so, with the reason of the failure."""
    load(playground, "everything-down", BODY)

    playground.send()

    assert "No single change of the router options ends in success under this scenario" in playground.text
    assert "nor do two together. There is no fallback" in playground.text


def test_a_call_without_a_ledger_has_no_advice(playground: Playground) -> None:
    """Where it is not known what the router did, nothing is advised."""
    load(playground, "primary-down", BODY)
    playground.send()
    job = playground.session.result
    assert job is not None

    job.ledger = None
    playground.run()

    assert HEADING not in playground.text


def test_only_what_can_be_made_again_is_advised_on(playground: Playground) -> None:
    """A ledger that its scenario, seed and defaults do not lead to again is another emulator's."""
    load(playground, "primary-down", BODY)
    playground.send()
    job = playground.session.result
    assert job is not None
    assert job.ledger is not None
    assert job.ledger.policy is not None
    real = job.ledger
    first, *_ = real.attempts

    def is_known(**changed: object) -> bool:
        job.ledger = real.model_copy(update=changed)
        return replayed_ledger(job) is not None

    assert is_known()
    assert not is_known(attempts=(first.model_copy(update={"status": 500}),))
    assert not is_known(seed=None)
    assert not is_known(policy=job.ledger.policy.model_copy(update={"defaults": "others"}))


def test_the_scenario_that_the_emulator_was_started_with_is_known_by_name(playground: Playground) -> None:
    """Where the request asks for none, the ledger names the built-in one that was played."""
    load(playground, "primary-down", BODY)
    playground.send()
    job = playground.session.result
    assert job is not None
    assert job.ledger is not None

    job.wire = replace(job.wire, headers={})
    assert replayed_ledger(job) is not None
    job.ledger = job.ledger.model_copy(update={"scenario": None})
    assert replayed_ledger(job) is None


@pytest.mark.parametrize("target", ["emulator", "https://my.orq.ai"])
def test_explain_advises_on_its_run(playground: Playground, target: str) -> None:
    """A simulated run that fails has the same advice; once it is in the form the page says so and leads to Send."""
    load(playground, "rate-limited-primary", BODY)
    playground.session.connection.target = target
    playground.open("debug/explain")
    assert HEADING in playground.text

    adopt(playground, "explain")

    assert playground.session.draft.body == {**BODY, "orq": {"retry": {"count": 2}}}
    assert HEADING not in playground.text
    assert "Now in the form: Set orq.retry.count to 2." in playground.text
    playground.session.draft.set(("n",), 2)
    playground.run()
    assert "Now in the form" not in playground.text


def test_a_plan_that_succeeds_has_no_advice(playground: Playground) -> None:
    """There is nothing to be saved."""
    load(playground, "all-well", BODY)
    playground.open("debug/explain")

    assert HEADING not in playground.text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"retry": '{"count": 1}'}, {"retry": {"count": 2}}),
        ({"orq": '{"retry": {"count": 1}}'}, {"orq": {"retry": {"count": 2}}}),
        ({"orq[retry][count]": "1"}, {"orq": {"retry": {"count": 2}}}),
    ],
)
def test_a_change_is_put_into_an_option_that_is_written_as_a_text(
    playground: Playground, written: dict[str, object], read: dict[str, object]
) -> None:
    """It is written as the router reads it, with the change in it."""
    load(playground, "rate-limited-primary", {**BODY, **written})
    playground.open("debug/explain")

    adopt(playground, "explain")

    assert playground.session.draft.body == {**BODY, **read}
