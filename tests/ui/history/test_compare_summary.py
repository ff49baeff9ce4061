"""Two runs in a few sentences."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from orq_ui.errors import BadReply, Refused, Unreachable
from orq_ui.history import Parent, Run
from orq_ui.history.diff import compare
from orq_ui.history.run import StoredFile
from orq_ui.imaging import MissingPicture
from orq_ui.routing import BUILT_IN_SCENARIOS, Policy, Scenario, route
from orq_ui.ui.history.compare_summary import ONE_RUN, ending, summary
from orq_ui.wire import Connection
from tests.history.samples import BODY, HERE, a_run, runs
from tests.strategies import picture

FALLING_BACK = {"model": "a/one", "orq": {"retry": {"count": 1}, "fallbacks": [{"model": "b/two"}]}}
UNSHOWN = StoredFile(place=0, reason="wrong_type", detail="AVIF", name="variation-1.avif", sha256="0" * 64, size=9)
ALIKE = "Both have the same request, byte for byte."


def tale(first: Run, second: Run) -> list[str]:
    """All sentences."""
    return list(summary(first, second, compare(first, second)))


def requests(first: dict[str, Any], second: dict[str, Any], **changes: Any) -> list[str]:
    """What is said of two requests before it is said what came of them."""
    sides = (
        a_run(body={"model": "a/one", **body}, id=letter * 32)[0] for body, letter in ((first, "a"), (second, "b"))
    )
    one, two = sides
    return tale(one, two.model_copy(update=changes))[:-2]


def routed(script: list[int | str], other: list[int | str] | None = None, **changes: Any) -> Run:
    """A run whose ledger is what the router's rules make of two models' outcomes."""
    models = {"a/one": {"script": script}, "b/two": {"script": other or ["ok"]}}
    ledger = route(Policy.from_body(FALLING_BACK), Scenario.model_validate({"models": models})).to_dict()
    return a_run(body=FALLING_BACK, served=ledger["verdict"]["served"], ledger=ledger, duration_ms=2100, **changes)[0]


def test_a_run_beside_itself_is_said_to_be_one() -> None:
    """There is nothing else to tell."""
    run, _ = a_run()

    assert tale(run, run) == [ONE_RUN]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({}, {}, ALIKE),
        ({"n": 1}, {"n": 2}, "The requests differ in n."),
        ({"n": 1}, {"n": None, "user": "x"}, "The requests differ in n and user."),
        ({"orq": {"retry": {"count": 1}}}, {"orq": {"retry": {"count": 2}}}, "The requests differ in orq.retry.count."),
        ({"orq": {"retry": {"count": 1}}}, {"orq": {"retry": None}}, "The requests differ in orq.retry."),
        (
            {},
            {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6},
            "The requests differ in a, b, c, d and 2 more.",
        ),
    ],
)
def test_what_was_changed_is_named(first: dict[str, Any], second: dict[str, Any], said: str) -> None:
    """By the outermost place that differs, a few of many."""
    assert requests(first, second) == [said]


def test_another_picture_and_another_host_are_named() -> None:
    """They are no fields, but they are what was changed."""
    one = a_run(id="a" * 32)[0]
    live = Connection("https://my.orq.ai", HERE.api_key, HERE.timeout_s)

    assert tale(one, a_run(source=picture("WEBP", 9, 9))[0])[0] == "The requests differ in the picture."
    elsewhere = tale(one, a_run(connection=live, emulated=False)[0])[0]
    assert elsewhere == "Both have the same request, byte for byte, to different hosts."
    other = a_run(source=picture("WEBP", 9, 9), connection=live, emulated=False, body={**BODY, "n": 3})[0]
    assert tale(one, other)[0] == "The requests differ in the picture, n and the host."


def test_the_emulator_is_one_host() -> None:
    """Its port is another one after each start."""
    later = Connection("http://127.0.0.1:4011", HERE.api_key, HERE.timeout_s)

    assert tale(a_run(id="a" * 32)[0], a_run(connection=later)[0])[0] == ALIKE


def test_an_option_in_another_place_is_pointed_out() -> None:
    """It is the same option, though the paths say otherwise."""
    told = requests({"orq": {"retry": {"count": 2}}}, {"retry": {"count": 2}})
    both = requests({"name": "x", "retry": {}}, {"orq": {"name": "x", "retry": {}}})

    assert told == [
        "The requests differ in orq.retry.count and retry.count.",
        "retry is in orq in A and at top level in B.",
    ]
    assert both[-1] == "name and retry are at top level in A and in orq in B."
    assert len(requests({"retry": {}}, {"retry": {}, "orq": {"retry": {}}})) == 1


@pytest.mark.parametrize(
    ("parent", "said"),
    [
        (Parent(run_id="a" * 32, link="replay"), "B is A sent again."),
        (Parent(run_id="a" * 32, link="variation", place=1), "B was made from picture 2 of A."),
        (Parent(run_id="a" * 32, link="variation"), "B was made from a picture of A."),
    ],
)
def test_kinship(parent: Parent, said: str) -> None:
    """In either order."""
    older, younger = a_run(id="a" * 32)[0], a_run(id="b" * 32, parent=parent)[0]

    assert tale(older, younger)[0] == said
    assert tale(younger, older)[0] == said.replace("A", "?").replace("B", "A").replace("?", "B")


@pytest.mark.parametrize(("seeds", "is_told"), [(("3", "4"), True), (("3", "3"), False), (("3", ""), False)])
def test_another_seed_is_told(seeds: tuple[str, str], is_told: bool) -> None:
    """Two runs at the emulator may differ by chance alone; with one seed, or an unknown one, nothing is said of it."""
    first, second = (
        a_run(emulated=True, headers=(("x-emulator-seed", seed),), id=letter * 32)[0]
        for letter, seed in zip("ab", seeds, strict=True)
    )

    said = "A had seed 3 and B had seed 4, so chance may have played out differently."
    assert (said in tale(first, second)) == is_told


def test_another_story_is_told() -> None:
    """One request, another outcome: it was the emulator that was asked for something else."""
    told = Connection(HERE.base_url, HERE.api_key, HERE.timeout_s, (("x-emulator-scenario", "primary-down"),))
    title = BUILT_IN_SCENARIOS["primary-down"].title

    sentences = tale(a_run(id="a" * 32)[0], a_run(connection=told)[0])

    assert sentences[:2] == [ALIKE, f"The emulator played no story for A and “{title}” for B."]


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (routed(["ok"]), "a/one answered after 2.1 s: 2 pictures."),
        (routed([429, "ok"]), "a/one answered at try 2 (429 before it) after 2.1 s: 2 pictures."),
        (routed([429, 500]), "a/one failed (429, 500), then b/two answered after 2.1 s: 2 pictures."),
        (
            routed([500, 503], [529, 529], state="failed", status=529, variations=()),
            "a/one failed (500, 503), then b/two failed (529, 529), and the router answered 529 after 2.1 s.",
        ),
    ],
)
def test_what_came_of_a_routed_run(run: Run, said: str) -> None:
    """Each model in turn, with its answers."""
    assert ending(run) == said


def test_an_answer_of_no_use() -> None:
    """The model did answer, and the run failed all the same."""
    run = routed(["ok"], state="failed", status=200, variations=(), error=BadReply(200, "not_json"))

    assert ending(run) == "a/one answered after 2.1 s: The answer is not what the contract says."


def test_what_the_cache_had() -> None:
    """No provider was asked."""
    run = routed(["ok"])
    assert run.ledger is not None
    hit = {**run.ledger, "attempts": [], "cache": {**run.ledger["cache"], "outcome": "hit"}}

    assert (
        ending(run.model_copy(update={"ledger": hit}))
        == "the cache answered after 2.1 s, with what a/one had made: 2 pictures."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "openai/dall-e-2 answered after 812 ms: 2 pictures."),
        (
            {"variations": (picture(), MissingPicture(1, "timed_out"))},
            "openai/dall-e-2 answered after 812 ms: 2 pictures, 1 of them missing.",
        ),
        (
            {"variations": (UNSHOWN, MissingPicture(1, "timed_out"))},
            "openai/dall-e-2 answered after 812 ms: 2 pictures, 1 of them missing, 1 of them kept but not shown.",
        ),
        ({"variations": ()}, "openai/dall-e-2 answered after 812 ms: 0 pictures."),
        ({"served": None}, "answered after 812 ms: 2 pictures."),
        ({"state": "sending", "duration_ms": None}, "under way."),
        ({"state": "cancelled"}, "cancelled after 812 ms."),
        ({"state": "interrupted", "duration_ms": None}, "interrupted."),
        (
            {"state": "failed", "served": None, "variations": (), "error": Unreachable("x.example", "dns")},
            "no picture after 812 ms: The router cannot be reached.",
        ),
        (
            {"state": "failed", "served": None, "variations": (), "error": Refused(401, "no")},
            "no picture after 812 ms: The key was not accepted (401).",
        ),
    ],
)
def test_what_came_of_a_run_without_a_ledger(changes: dict[str, Any], said: str) -> None:
    """A live one, or one that ended early."""
    assert ending(a_run(**{"ledger": None, **changes})[0]) == said


@given(runs(), runs())
def test_any_two_runs_can_be_told(first: tuple[Run, Any], second: tuple[Run, Any]) -> None:
    """Whatever is in them; what came of each comes last."""
    told = tale(first[0], second[0])

    assert told == [ONE_RUN] or [sentence[:2] for sentence in told[-2:]] == ["A:", "B:"]
