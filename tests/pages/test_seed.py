"""The seed of a result, and the choice of the next one, without a browser."""

import pytest

from orq_ui.client import Reply
from orq_ui.imaging import Picture
from tests.pages.conftest import Playground

CHOICE = "result.seed"


@pytest.fixture
def small(playground: Playground) -> Playground:
    """A form that asks for one small picture."""
    playground.use()
    playground.session.draft.set(("size",), "256x256")
    playground.run()
    return playground


def sent(small: Playground) -> tuple[int | None, bytes]:
    """Send; return the seed and the first picture of the result."""
    small.send()
    job = small.session.result
    assert job is not None
    assert job.ledger is not None
    assert isinstance(job.outcome, Reply)
    (picture,) = job.outcome.pictures
    assert isinstance(picture, Picture)
    return job.ledger.seed, picture.bytes


def choose(small: Playground, choice: str) -> None:
    small.app.segmented_control(key=CHOICE).set_value(choice)
    small.run()


def test_sending_again_gives_another_variation(small: Playground) -> None:
    """Nothing is chosen at first: each send has a seed of its own, which the result names."""
    first = sent(small)
    assert f"Seed {first[0]} · next time" in small.text
    assert small.app.segmented_control(key=CHOICE).value == "another"
    second = sent(small)

    assert first[0] != second[0]
    assert first[1] != second[1]


def test_the_same_seed_gives_the_same_variation(small: Playground) -> None:
    """It is sent along until it is released, and the send bar says so; the wire's digest does not change."""
    first = sent(small)
    digest = small.session.result.wire.digest  # type: ignore[union-attr]
    choose(small, "the same")
    assert f"Every send uses seed {first[0]}" in small.text
    second = sent(small)
    assert second == first
    assert small.session.result.wire.digest == digest  # type: ignore[union-attr]

    small.click("send.seed.release")
    assert "Every send uses seed" not in small.text
    assert small.app.segmented_control(key=CHOICE).value == "another"
    third = sent(small)

    assert third[1] != first[1]


def test_a_pinned_seed_is_not_that_of_every_result(small: Playground) -> None:
    """A result with another seed shows neither as chosen, and either can be chosen."""
    first = sent(small)
    small.session.connection.seed = 900
    small.run()
    assert small.app.segmented_control(key=CHOICE).value is None
    choose(small, "the same")

    assert small.session.connection.seed == first[0]
    choose(small, "another")
    assert small.session.connection.seed is None


def test_on_a_live_host_there_is_no_seed(small: Playground) -> None:
    """Neither the result nor the send bar speaks of one."""
    sent(small)
    small.session.connection.seed = 900
    small.session.connection.target = "https://my.orq.ai"
    small.run()

    assert CHOICE not in {control.key for control in small.app.segmented_control}
    assert "Every send uses seed" not in small.text


def test_a_refused_request_has_no_seed_to_choose(small: Playground) -> None:
    """What was not routed was not drawn."""
    small.session.draft.set(("n",), 99)
    small.session.as_is = True
    small.run()
    small.send()

    assert CHOICE not in {control.key for control in small.app.segmented_control}
