"""The Explain and Emulator pages, the stories, and the findings, without a browser."""

import pytest

from orq_ui.client import Reply
from orq_ui.errors import Refused
from orq_ui.routing import BUILT_IN_SCENARIOS, Scenario
from orq_ui.ui.scenarios.picker import start_story
from orq_ui.ui.services import services
from tests.pages.conftest import Playground
from tests.strategies import picture


def requests_seen() -> int:
    """How many requests the emulator has got so far."""
    return len(services().jobs.ask_emulator(lambda control: control.ledgers()))


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
def test_a_story_plays_as_routing_says(playground: Playground, name: str) -> None:
    """Told and sent, each story ends as its plan does, and its ledger stands under the result."""
    start_story(playground.session, name)
    playground.session.draft.set(("size",), "256x256")
    playground.run()

    playground.send()

    job = playground.session.result
    assert job is not None
    assert job.ledger is not None
    assert job.ledger.scenario == name
    assert "What the router did" in playground.text
    assert job.ledger.verdict is not None
    served = job.ledger.verdict.served
    assert isinstance(job.outcome, Reply if served else Refused)
    assert served is None or served in playground.text


def test_a_story_can_be_ended(playground: Playground) -> None:
    """After that the emulator behaves as it was started."""
    start_story(playground.session, "everything-down")
    playground.run()
    assert "Everything down" in playground.text

    playground.click("composer.end")

    assert playground.session.connection.scenario is None


def test_scenario_and_seed_are_never_sent_to_a_live_host(playground: Playground) -> None:
    """The headers are the emulator's alone."""
    choice = playground.session.connection
    choice.scenario, choice.seed = BUILT_IN_SCENARIOS["flaky"].scenario, 17
    assert dict(choice.connection().headers) == {"x-emulator-scenario": "flaky", "x-emulator-seed": "17"}

    choice.target = "https://my.orq.ai"

    assert choice.connection().headers == ()


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
def test_explaining_sends_nothing(playground: Playground, name: str) -> None:
    """The plan, the odds and a thousand runs of each story are shown, and the emulator sees no request."""
    start_story(playground.session, name)
    playground.run()
    before = requests_seen()

    playground.open("debug/explain")
    playground.click("explain.run")

    assert "1,000" in playground.text
    assert "Success" in [metric.label for metric in playground.app.metric]
    assert requests_seen() == before


def test_a_failure_rate_moves_the_odds(playground: Playground) -> None:
    """One model that fails always leaves no success."""
    playground.open("debug/explain")
    assert playground.app.metric[0].value == "100.00%"

    playground.app.slider(key="explain.rate.0.emulator/aquarelle").set_value(40)
    playground.run()

    assert playground.app.metric[0].value == "60.00%"


def test_another_scenario_has_its_own_failure_rates(playground: Playground) -> None:
    """What was tried in one scenario does not hide how the models fail in the next; nor does a rare status."""
    playground.session.load_body({"model": "openai/dall-e-2"})
    playground.open("debug/explain")
    playground.app.slider(key="explain.rate.0.openai/dall-e-2").set_value(40)
    playground.run()

    playground.session.connection.scenario = BUILT_IN_SCENARIOS["primary-down"].scenario
    playground.run()
    assert playground.app.metric[0].value == "0.00%"

    rare = {"default": {"faults": [{"status": 422, "probability": 0.25}, {"status": 500, "probability": 0.25}]}}
    playground.session.connection.scenario = Scenario.model_validate(rare)
    playground.run()
    assert playground.app.metric[0].value == "50.00%"
    assert playground.app.selectbox(key="explain.code.0.openai/dall-e-2").value == 422


def test_trying_failures_makes_no_model_exist(playground: Playground) -> None:
    """A malformed fallback has no failure rate, so the odds stay those that the emulator will play."""
    playground.session.draft.set(("fallbacks",), [{"model": "nope"}, {"model": "emulator/neon"}])
    playground.open("debug/explain")
    playground.app.slider(key="explain.rate.0.emulator/aquarelle").set_value(40)
    playground.run()

    assert playground.app.metric[0].value == "60.00%"
    assert [slider.key for slider in playground.app.slider if "nope" in str(slider.key)] == []


def test_a_plan_that_cannot_be_read_says_why(playground: Playground) -> None:
    """A retry count that is no number is named."""
    playground.session.draft.set(("orq", "retry", "count"), "often")
    playground.open("debug/explain")

    assert "orq.retry.count" in playground.text


def test_scripts_go_on_where_that_is_chosen(playground: Playground) -> None:
    """A second send recovers, the ledger says from where, and scripts can begin anew; Explain says what it shows."""
    playground.use()
    playground.session.draft.set(("size",), "256x256")
    playground.open("debug/emulator")
    playground.app.text_input(key="emulator.emulator/aquarelle.script").input("503, ok, 429")
    playground.run()
    playground.app.segmented_control(key="emulator.script_scope").set_value("server")
    playground.run()
    playground.app.text_input(key="emulator.emulator/aquarelle.latency_ms").input("7")
    playground.run()
    scenario = playground.session.connection.scenario
    assert scenario is not None
    assert scenario.script_scope == "server"

    statuses = []
    for rewound in (False, False, True):
        if rewound:
            playground.open("debug/emulator")
            playground.click("emulator.rewind")
        playground.open("play/variations")
        playground.send()
        job = playground.session.result
        assert job is not None
        assert isinstance(job.outcome, Reply | Refused)
        statuses.append(job.outcome.status)
        assert ("went on from outcome 2 of 3" in playground.text) == (len(statuses) == 2)
    playground.open("debug/explain")

    assert statuses == [503, 200, 503]
    assert "continue from one request to the next" in playground.text


def test_a_failure_is_advised_on_from_where_its_script_was(playground: Playground) -> None:
    """The second of two failures needs one retry less than the first."""
    playground.use()
    playground.session.draft.set(("size",), "256x256")
    models = {"emulator/aquarelle": {"latency_ms": 0, "script": [429, 429, 429]}}
    document = {"script_scope": "server", "models": models, "cached_age_s": 4711}
    playground.session.connection.scenario = Scenario.model_validate(document)
    playground.run()

    playground.send()
    assert "Set orq.retry.count to 3." in playground.text
    playground.send()

    assert "Set orq.retry.count to 2." in playground.text


def test_a_plan_is_read_from_the_form_that_is_sent(playground: Playground) -> None:
    """JSON in a text at top level is read as the router reads it, with the value that it wins over."""
    playground.session.draft.replace(
        {"model": "x/a", "retry": '{"count": 2}', "fallbacks": {"model": "x/b"}, "orq": {"retry": {"count": 5}}}
    )
    playground.open("debug/explain")

    assert "is tried again, 2 times at most" in playground.text
    assert "comes the next of: x/b." in playground.text
    tables = "".join(str(item.proto.body) for item in playground.app.get("html"))
    assert "orq.retry.count 5: top level wins" in tables


def test_a_behaviour_is_edited_by_form(playground: Playground) -> None:
    """A script typed on the Emulator page is played by the next request of this session."""
    playground.open("debug/emulator")
    playground.app.text_input(key="emulator.emulator/aquarelle.script").input("503, ok")
    playground.run()
    playground.use()
    playground.session.draft.set(("size",), "256x256")
    playground.session.draft.set(("orq", "retry", "count"), 1)
    playground.open("play/variations")

    playground.send()

    job = playground.session.result
    assert job is not None
    assert job.ledger is not None
    assert [attempt.status for attempt in job.ledger.attempts] == [503, 200]


def test_a_mistyped_behaviour_keeps_the_old_one(playground: Playground) -> None:
    """The field says so, and the scenario stays."""
    playground.open("debug/emulator")

    playground.app.text_input(key="emulator.emulator/aquarelle.script").input("sometimes")
    playground.run()

    assert "Write statuses from 400 to 599 and ok" in playground.text
    assert "Until then, nothing counts." in playground.text
    assert playground.session.connection.scenario is None


def test_a_model_is_made_unknown_by_its_switch(playground: Playground) -> None:
    """The next request for it is a 404, and switched on again it answers."""
    playground.use()
    playground.session.draft.set(("size",), "256x256")
    statuses = []
    for exists in (False, True):
        playground.open("debug/emulator")
        playground.app.toggle(key="emulator.emulator/aquarelle.known").set_value(exists)
        playground.run()
        playground.open("play/variations")
        playground.send()
        job = playground.session.result
        assert job is not None
        assert isinstance(job.outcome, Reply | Refused)
        statuses.append(job.outcome.status)

    assert statuses == [404, 200]


def test_a_scenario_is_edited_as_json(playground: Playground) -> None:
    """Good JSON is played, bad JSON is named and changes nothing."""
    playground.app.session_state["emulator.tabs"] = "JSON"
    playground.open("debug/emulator")
    playground.app.session_state["emulator.tabs"] = "JSON"
    playground.app.text_area(key="emulator.json").input('{"default": {"latency_ms": 7}}')
    playground.run()
    assert playground.session.connection.scenario == Scenario.model_validate({"default": {"latency_ms": 7}})

    playground.app.session_state["emulator.tabs"] = "JSON"
    playground.app.text_area(key="emulator.json").input('{"default": {"latency_ms": "soon"}}')
    playground.run()

    assert "default.latency_ms" in playground.text
    assert playground.session.connection.scenario == Scenario.model_validate({"default": {"latency_ms": 7}})


def test_a_finding_is_cured_by_a_click(playground: Playground) -> None:
    """Check names the fallback that is the model itself; its button takes it out."""
    fallbacks = [{"model": "emulator/riso"}, {"model": "emulator/neon"}]
    playground.session.draft.replace({"model": "emulator/riso", "orq": {"fallbacks": fallbacks}})
    playground.use(picture("PNG", 8, 8, "square.png"))
    playground.app.session_state["workbench.tabs"] = "Check"
    playground.run()
    assert "orq.fallbacks[0].model" in playground.text

    playground.app.session_state["workbench.tabs"] = "Check"
    cure = next(button for button in playground.app.button if button.key and button.key.startswith("check.fix."))
    cure.click()
    playground.run()

    assert playground.session.draft.get(("orq", "fallbacks")) == [{"model": "emulator/neon"}]


def test_an_assumption_is_called_so_once(playground: Playground) -> None:
    """Below a finding that rests on nothing documented."""
    playground.app.session_state["workbench.tabs"] = "Check"
    playground.run()

    assert "Choose a picture: there is nothing to vary." in playground.text
    assert "Not documented by orq.ai: our assumption" in playground.text


def test_weights_in_per_cent_are_corrected_by_one_click(playground: Playground) -> None:
    """Either button writes both weights, in their ratio, and both findings go."""
    rows = [{"model": "emulator/riso", "weight": 70}, {"model": "emulator/neon", "weight": 30}]
    balancer = {"type": "weight_based", "models": rows}
    playground.session.draft.replace({"model": "emulator/riso", "load_balancer": balancer})
    playground.use(picture("PNG", 8, 8, "square.png"))
    playground.app.session_state["workbench.tabs"] = "Check"
    playground.run()
    assert playground.text.count("must be at most 1") >= 2

    playground.app.session_state["workbench.tabs"] = "Check"
    next(button for button in playground.app.button if button.label == "Use 0.7 and 0.3").click()
    playground.run()

    weights = [row["weight"] for row in playground.session.draft.get(("load_balancer", "models"))]
    assert weights == [0.7, 0.3]
    assert "No findings" in playground.text


def test_a_live_reply_says_what_cannot_be_seen(playground: Playground) -> None:
    """Without a ledger, what nobody can observe is called so."""
    playground.use()
    playground.session.draft.set(("size",), "256x256")
    playground.run()
    playground.send()
    job = playground.session.result
    assert job is not None

    job.ledger = None
    playground.run()

    assert "What the reply proves" in playground.text
