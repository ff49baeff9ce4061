"""Assumptions are chosen once on Explain, and Check and Send follow, without a browser."""

from collections.abc import Iterator

import pytest

from orq_ui.routing import ALTERNATIVE_READINGS, BUILT_IN_SCENARIOS, DEFAULTS, Scenario
from orq_ui.ui.composition import compose
from orq_ui.ui.services import services
from tests.pages.conftest import Playground

BODY = {"model": "openai/dall-e-2", "size": "256x256"}
TWO = "spec-2026-08+retry_omitted=two"
DOWN = BUILT_IN_SCENARIOS["rate-limited-primary"].scenario
EVERYONE = Scenario.model_validate({"models": {"acme/painter-9": {"known": False}}})


@pytest.fixture
def everyone() -> Iterator[Scenario]:
    """Have the emulator play a scenario for everyone who chooses none."""
    services().jobs.ask_emulator(lambda control: control.play(EVERYONE.model_dump(mode="json")))
    yield EVERYONE
    services().jobs.ask_emulator(lambda control: control.reset())


def choose(playground: Playground, field: str, reading: str) -> None:
    """Choose a reading on the Explain page."""
    playground.app.radio(key=f"explain.assumption.{field}").set_value(reading)
    playground.run()


def test_the_next_send_follows_the_choice(playground: Playground) -> None:
    """Two retries are assumed on Explain: its plan has them, and so has the emulator's ledger."""
    playground.session.connection.scenario = DOWN
    playground.session.load_body(BODY)
    playground.use()
    playground.open("debug/explain")
    assert "A model that fails is not tried again." in playground.text

    choose(playground, "retry_omitted", "two")

    assert "is tried again, 2 times at most" in playground.text
    assert playground.app.segmented_control(key="explain.defaults").value == "your own choice"
    playground.open("play/variations")
    assert "at most 3 provider calls" in playground.text
    playground.send()
    job = playground.session.result
    assert job is not None
    assert job.ledger is not None
    assert job.ledger.policy is not None
    assert job.ledger.policy.defaults == TWO
    assert [attempt.status for attempt in job.ledger.attempts] == [429, 429, 200]
    assert f"other defaults counted: {TWO}" in playground.text


def test_a_set_is_chosen_whole(playground: Playground) -> None:
    """A named set brings all of its readings, and takes back single ones that were chosen."""
    playground.open("debug/explain")
    choose(playground, "retry_omitted", "two")

    playground.app.segmented_control(key="explain.defaults").set_value("sdk-4.17")
    playground.run()

    assert playground.session.connection.defaults == DEFAULTS["sdk-4.17"]
    readings = {field: playground.app.radio(key=f"explain.assumption.{field}").value for field in ALTERNATIVE_READINGS}
    assert readings == DEFAULTS["sdk-4.17"].readings


def test_each_reading_has_its_source_beside_it(playground: Playground) -> None:
    """What a choice rests on is seen before it is made."""
    playground.open("debug/explain")

    for field, readings in ALTERNATIVE_READINGS.items():
        radio = playground.app.radio(key=f"explain.assumption.{field}")
        assert radio.options == [reading.rule.text for reading in readings.values()]
        captions = list(radio.proto.captions)
        assert all(reading.rule.source in caption for reading, caption in zip(readings.values(), captions, strict=True))


def test_form_and_emulator_page_say_how_many_are_changed(playground: Playground) -> None:
    """Only where some are, in one line that leads to Explain."""
    playground.run()
    assert "Assumptions" not in labels(playground)

    playground.session.connection.defaults = DEFAULTS["sdk-4.17"].with_readings(retry_codes="429-only")
    playground.run()

    assert "Assumptions: 2 changed" in labels(playground)
    playground.open("debug/emulator")
    assert "Assumptions: 2 changed" in labels(playground)


def labels(playground: Playground) -> str:
    """Return the labels of all links on the page."""
    return "\n".join(link.proto.label for link in playground.app.get("page_link"))


@pytest.mark.parametrize("target", ["emulator", "https://my.orq.ai"])
def test_check_follows_the_choice(playground: Playground, target: str) -> None:
    """The worst wait counts the retries that are assumed, on a live host too; the header stays here."""
    playground.session.connection.target = target
    playground.session.load_body({"model": "x/a", "timeout": {"call_timeout": 300_000}})
    before = {finding.rule for finding in compose(playground.session).findings}

    playground.session.connection.defaults = DEFAULTS["spec-2026-08"].with_readings(retry_omitted="two")
    after = {finding.rule for finding in compose(playground.session).findings}

    assert after - before == {"worst-wait"}
    headers = dict(playground.session.connection.connection().headers)
    assert headers == ({"x-emulator-defaults": TWO} if target == "emulator" else {})


def test_two_sessions_do_not_disturb_each_other(playground: Playground) -> None:
    """The choice of one tab is not that of another."""
    playground.open("debug/explain")
    choose(playground, "cache_ttl_s", "3600")

    assert Playground().session.connection.defaults == DEFAULTS["spec-2026-08"]


def test_an_empty_list_of_codes_is_said_to_be_no_part(playground: Playground) -> None:
    """Check and Explain say so, and both count as the emulator does: with the list in orq."""
    fallbacks = [{"model": "emulator/neon"}]
    body = {**BODY, "fallback_on_codes": [], "orq": {"fallbacks": fallbacks, "fallback_on_codes": [500]}}
    playground.session.connection.scenario = DOWN
    playground.session.load_body(body)
    playground.use()
    assert "fallback-codes-empty" in {finding.rule for finding in compose(playground.session).findings}
    playground.open("debug/explain")
    assert "The empty fallback_on_codes makes no part of the form, so it is not sent" in playground.text
    assert "After 500 comes the next of: emulator/neon." in playground.text

    playground.open("play/variations")
    playground.send()

    job = playground.session.result
    assert job is not None
    assert job.ledger is not None
    assert job.ledger.attempts[-1].decision == "give_up"


def test_what_is_played_for_everyone_counts(playground: Playground, everyone: Scenario) -> None:
    """Without a scenario of its own a tab explains and checks by the one that it will meet."""
    playground.session.load_body({"model": "acme/painter-9", "size": "256x256"})
    playground.use()

    composition = compose(playground.session)
    assert composition.scenario == everyone
    assert "model-not-in-scenario" in {finding.rule for finding in composition.findings}
    playground.open("debug/explain")
    assert playground.app.metric[0].value == "0.00%"
    assert "as played for everyone" in playground.app.selectbox(key="explain.scenario").options

    playground.open("play/variations")
    playground.send()

    job = playground.session.result
    assert job is not None
    assert job.ledger is not None
    assert job.ledger.verdict is not None
    assert job.ledger.verdict.status == 404
    assert dict(job.wire.headers)["x-emulator-scenario"] == '{"models":{"acme/painter-9":{"known":false}}}'


def test_a_long_scenario_for_everyone_is_not_sent_along(playground: Playground) -> None:
    """It is played anyway, and headers have a limit."""
    long = Scenario.model_validate({"models": {f"acme/painter-{number}": {"latency_ms": 7} for number in range(2000)}})

    assert playground.session.connection.connection(long).headers == ()


def test_a_refused_request_is_said_to_be_refused(playground: Playground) -> None:
    """Explain shows the plan, and that the contract keeps it from being carried out."""
    playground.session.load_body({**BODY, "n": 99})
    playground.open("debug/explain")

    assert "This request is answered with 400" in playground.text
    assert "n must be at most 10" in playground.text
    playground.session.load_body(BODY)
    playground.run()
    assert "This request is answered with 400" not in playground.text
