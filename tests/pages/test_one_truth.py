"""What Explain shows, what Check judges and what the emulator does are one thing, whatever is asked and assumed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.client.transport import exchange
from orq_ui.emulator import Options, create_app
from orq_ui.lint.context import Context
from orq_ui.routing import (
    ALTERNATIVE_READINGS,
    BUILT_IN_SCENARIOS,
    CacheEntry,
    Decision,
    Defaults,
    Policy,
    Scenario,
    odds,
    route,
)
from orq_ui.ui.composition import Composition, compose
from orq_ui.ui.explain.plan import REFUSING, empty_codes_notes, plan_sentences
from orq_ui.ui.form.draft import Draft
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.services import Services
from orq_ui.ui.session import Session
from orq_ui.wire import Wire
from tests.strategies import picture

Json = dict[str, Any]
MODELS = ["openai/dall-e-2", "emulator/riso", "acme/painter-9", "x/b", "malformed", "", "a b/c"]
STATUSES = [400, 401, 403, 404, 408, 422, 429, 500, 503, 504, 529]
PERSON = {"identity": {"id": "ada", "email": "nobody"}}
NOW = 1_700_000_000.0
SEEDS = (0, 1, 17)
SOURCE = picture("PNG", 8, 8, "source.png")

models = st.sampled_from(MODELS)
numbers = st.integers(1, 5) | st.integers(1, 5).map(float)
statuses = st.sampled_from([*STATUSES, 200, 302, 429.0])
codes = st.lists(st.sampled_from(STATUSES), max_size=4, unique=True)
rows = st.lists(st.fixed_dictionaries({"model": models}), max_size=3)
weighted = st.lists(
    st.fixed_dictionaries({"model": models}, optional={"weight": st.sampled_from([0.001, 0.3, 0.5, 1, 1.0])}),
    max_size=3,
)
ttls = st.sampled_from([1, 90, 5e3])
options = st.fixed_dictionaries(
    {},
    optional={
        "name": st.just("trace me"),
        "retry": st.fixed_dictionaries(
            {}, optional={"count": numbers, "on_codes": st.lists(statuses, min_size=1, max_size=4)}
        ),
        "fallbacks": rows,
        "fallback_on_codes": codes,
        "cache": st.fixed_dictionaries({"type": st.just("exact_match")}, optional={"ttl": ttls}),
        "load_balancer": st.fixed_dictionaries({"type": st.just("weight_based"), "models": weighted}),
        "timeout": st.fixed_dictionaries({"call_timeout": st.sampled_from([1, 300, 300.5, 9e5])}),
    },
)
own = st.fixed_dictionaries(
    {"model": models, "size": st.just("256x256")},
    optional={
        "n": st.sampled_from([None, 1, 2.0]),
        "user": st.just("ada"),
        "tier": st.sampled_from(["gold", None, {"a": 1.0}]),
    },
)
bodies = st.builds(
    lambda fields, top, nested: {**fields, **top, **({} if nested is None else {"orq": nested})},
    own,
    options,
    st.none() | options,
)
odd = st.fixed_dictionaries(
    {},
    optional={
        "n": st.sampled_from(["2", "02", "2.0", "two", True]),
        "user": st.sampled_from([5, 2.5, False, "\ud800", ["a"]]),
        "tier": st.sampled_from(["\ud800", "1", [1.0], []]),
        "\ud800é": st.sampled_from([1, "x"]),
        "retry": st.sampled_from(['{"count": 2}', '{"count": 2.0, "on_codes": [500]}', "{}", "two", ["x"]]),
        "fallbacks": st.sampled_from(['[{"model": "x/b"}]', {"model": "x/b"}, '{"model": "x/b"}', "[]", "{}"]),
        "fallback_on_codes": st.sampled_from([["429", 500.0], "[429]", 429, "429", "[]", [[429]], ["x"]]),
        "timeout": st.sampled_from(['{"call_timeout": 300}', '{"call_timeout": 1e300}', 300]),
        "orq": st.sampled_from(
            [
                PERSON,
                {"contact": PERSON["identity"]},
                '{"retry": {"count": 1}}',
                '{"fallback_on_codes": []}',
                "{",
                [],
                {"retry": None},
            ]
        ),
    },
)
brackets = st.dictionaries(
    st.sampled_from(
        [
            "retry[count]",
            "orq[retry][count]",
            "orq[retry]",
            "orq[retry][on_codes][]",
            "fallbacks[]",
            "fallbacks[0][model]",
            "fallbacks[1][model]",
            "fallback_on_codes[0]",
            "orq[fallback_on_codes]",
            "orq[identity][tags][]",
            "orq[identity][tags]",
            "timeout[call_timeout]",
            "load_balancer[models]",
            "model[]",
            "n[]",
            "other[a][]",
            "retry[",
            "retry[count]x",
            "orq" + "[a]" * 16,
        ]
    ),
    st.sampled_from([2, "2", 429, "x/b", "[500]", [429], {"model": "x/b"}, '{"count": 1}', "", None, [], True]),
    min_size=1,
    max_size=3,
)
broken = st.sampled_from(
    [
        {"retry": {"count": 0}},
        {"retry": {"count": 9}},
        {"retry": {"on_codes": []}},
        {"orq": {"retry": {"on_codes": []}}},
        {"orq": {"fallback_on_codes": [200]}},
        {"fallback_on_codes": [429, 429]},
        {"load_balancer": {"type": "weight_based"}},
        {"cache": {"ttl": 5}},
        {"timeout": {}},
        {"n": 0},
        {"orq": {"timeout": {"call_timeout": None}}},
    ]
)
outcomes = st.lists(st.one_of(st.just("ok"), st.sampled_from(STATUSES)), max_size=4)
behaviours = st.fixed_dictionaries(
    {},
    optional={
        "latency_ms": st.sampled_from([0, 299.5, 400, 1e6]),
        "jitter_ms": st.sampled_from([0, 250]),
        "script": outcomes,
        "faults": st.lists(
            st.fixed_dictionaries({"status": st.sampled_from(STATUSES), "probability": st.just(0.3)}), max_size=3
        ),
        "retry_after_s": st.just(2),
        "known": st.booleans(),
        "payload": st.sampled_from(["empty_data", "data_uri"]),
    },
)
scenarios = st.one_of(
    st.sampled_from([built_in.scenario for built_in in BUILT_IN_SCENARIOS.values()]),
    st.fixed_dictionaries(
        {},
        optional={
            "models": st.dictionaries(models, behaviours, max_size=3),
            "default": behaviours,
            "cached_age_s": st.sampled_from([60, 2000, 1e6]),
            "script_scope": st.sampled_from(["request", "server"]),
        },
    ).map(Scenario.model_validate),
)
defaults = st.sampled_from(
    [
        Defaults().with_readings(**dict(zip(ALTERNATIVE_READINGS, choices, strict=True))).name
        for choices in product(*ALTERNATIVE_READINGS.values())
    ]
)


def composed(body: Mapping[str, Any], scenario: Scenario, chosen: str, seed: int) -> Composition:
    """Return what a session's pages show of a request."""
    session = Session(id="s", owner=Owner("tab:s", ""), draft=Draft(dict(body)), picture=SOURCE)
    session.connection.scenario, session.connection.defaults = scenario, Defaults.read(chosen)
    session.connection.seed = seed
    return compose(session)


async def sent(http: httpx.AsyncClient, *wires: Wire) -> list[Json]:
    """Forget what was before, then send requests in turn and return their ledgers."""
    await http.delete("/_emulator/cache")
    await http.delete("/_emulator/scripts")
    replies = [await exchange(http, wire) for wire in wires]
    ids = [reply.header("x-emulator-ledger") for reply in replies]
    return [(await http.get(f"/_emulator/ledgers/{ledger_id}")).json() for ledger_id in ids]


@dataclass
class InProcess:
    """A real emulator without a socket."""

    runner: asyncio.Runner
    http: httpx.AsyncClient

    def ledgers(self, *wires: Wire) -> list[Json]:
        """Send requests in turn, with nothing cached before and scripts at their beginning; return their ledgers."""
        return self.runner.run(sent(self.http, *wires))


@pytest.fixture(scope="module")
def emulator() -> Iterator[InProcess]:
    """Run an emulator in this process, as the playground starts its own."""
    transport = httpx.ASGITransport(create_app(Options(time_scale=0, clock=lambda: NOW)))
    with asyncio.Runner() as runner:
        http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")
        yield InProcess(runner, http)
        runner.run(http.aclose())


def assert_agreed(shown: Composition, emulator: InProcess) -> None:
    """Send what is shown: the emulator refuses it where Check says so, and else does what the pages foresee."""
    assert shown.wire is not None
    (ledger,) = emulator.ledgers(shown.wire)

    refusals = [finding for finding in shown.findings if finding.severity == "error" and finding.rule in REFUSING]
    assert (ledger["verdict"] is None) == bool(refusals)
    if ledger["verdict"] is not None:
        assert_one_truth(shown, ledger)


def assert_one_truth(shown: Composition, ledger: Json) -> None:
    """Compare the emulator's ledger with routing, and both with what Explain and Check say."""
    assert shown.policy is not None
    foreseen = route(shown.policy, shown.scenario, ledger["seed"])
    assert {key: ledger[key] for key in foreseen.to_dict()} == json.loads(foreseen.to_json())
    judged = Context(
        request=shown.request,
        picture=SOURCE,
        connection=None,  # type: ignore[arg-type]
        defaults=Defaults.read(shown.policy.defaults),
        scenario=shown.scenario,
    ).policy
    if judged is None:  # Check first asks for what is read from texts to be written as it is read
        assert {"contract", "unknown-key"} & {finding.rule for finding in shown.findings}
    else:
        assert judged.options() == shown.policy.options()
    _check_odds(shown, ledger)
    _check_sentences(shown.policy, shown.body, ledger)


def _check_odds(shown: Composition, ledger: Json) -> None:
    """What happened is among what Explain and Check hold possible."""
    assert shown.policy is not None
    chances, verdict = odds(shown.policy, shown.scenario), ledger["verdict"]
    if verdict["served"] is None:
        assert verdict["status"] in {failure.status for failure in chances.failures}
    else:
        assert chances.served[verdict["served"]] > 0
    assert len(ledger["attempts"]) <= (shown.max_provider_calls or 0)
    assert verdict["total_ms"] <= chances.worst_ms
    if verdict["rule"] in ("malformed-model", "unknown-model"):
        known = {"contract", "model-provider", "model-not-in-scenario", "unknown-key"}
        assert known & {finding.rule for finding in shown.findings}


def _check_sentences(policy: Policy, body: Mapping[str, Any], ledger: Json) -> None:
    """The sentences do not deny what happened."""
    said = " ".join(plan_sentences(policy))
    decisions = {attempt["decision"] for attempt in ledger["attempts"]}
    assert Decision.RETRY not in decisions or "is tried again" in said
    assert Decision.FALL_BACK not in decisions or "comes the next of" in said
    orq = body.get("orq")
    empty = [level.get("fallback_on_codes") == [] for level in (body, orq if isinstance(orq, dict) else {})]
    assert len(list(empty_codes_notes(policy, body))) == sum(empty)


@settings(max_examples=2000)
@given(bodies, scenarios, defaults, st.sampled_from(SEEDS))
def test_explain_check_and_the_emulator_agree(
    services: Services, emulator: InProcess, body: Json, scenario: Scenario, chosen: str, seed: int
) -> None:
    """The ledger is the one that routing foresees by Explain's policy and scenario; Check judges by them too."""
    shown = composed(body, scenario, chosen, seed)
    assert shown.wire is not None
    (ledger,) = emulator.ledgers(shown.wire)

    assert ledger["policy"]["defaults"] == chosen
    assert ledger["seed"] == seed
    assert_one_truth(shown, ledger)


@settings(max_examples=300)
@given(bodies, options, scenarios, defaults)
def test_they_agree_on_what_the_cache_answers(
    services: Services, emulator: InProcess, body: Json, change: Json, scenario: Scenario, chosen: str
) -> None:
    """A second request, with other options, is a hit or a miss as routing foresees from what the first one left."""
    cached = {**body, "cache": {"type": "exact_match"}}
    scenario = scenario.model_copy(update={"script_scope": "request"})
    first, second = composed(cached, scenario, chosen, 0), composed({**cached, **change}, scenario, chosen, 1)
    assert first.wire is not None
    assert first.policy is not None
    assert second.wire is not None
    assert second.policy is not None
    *_, ledger = emulator.ledgers(first.wire, second.wire)

    before, ttl_s = route(first.policy, scenario), first.policy.cache_ttl_s.value or 0
    left = CacheEntry(first.policy.key, 0, ttl_s, before.verdict.served or "", 0)
    foreseen = route(second.policy, scenario, 1, [left] if before.kept else [])
    assert {key: ledger[key] for key in foreseen.to_dict()} == json.loads(foreseen.to_json())


@settings(max_examples=600)
@given(bodies, odd, scenarios, defaults)
def test_they_agree_on_what_a_form_makes_of_it(
    services: Services, emulator: InProcess, body: Json, change: Json, scenario: Scenario, chosen: str
) -> None:
    """Texts, numbers and single items count as the router reads them from the form; what it refuses is said to be."""
    assert_agreed(composed({**body, **change}, scenario, chosen, 0), emulator)


@settings(max_examples=300)
@given(bodies, brackets, scenarios, defaults)
def test_they_agree_on_bracket_notation(
    services: Services, emulator: InProcess, body: Json, change: Json, scenario: Scenario, chosen: str
) -> None:
    """A key such as ``retry[count]`` is a place inside of an option for the form, and so it is for the pages."""
    assert_agreed(composed({**body, **change}, scenario, chosen, 0), emulator)


@settings(max_examples=200)
@given(bodies, broken, scenarios, defaults)
def test_what_the_contract_refuses_is_said_to_be_refused(
    services: Services, emulator: InProcess, body: Json, change: Json, scenario: Scenario, chosen: str
) -> None:
    """Explain, Check and the bar above Send say so of the same requests as the emulator."""
    shown = composed({**body, **change}, scenario, chosen, 0)
    assert shown.wire is not None
    (ledger,) = emulator.ledgers(shown.wire)

    assert ledger["verdict"] is None
    assert ledger["status"] == 400
    assert shown.problems
    assert "contract" in {finding.rule for finding in shown.findings if finding.severity == "error"}


@settings(max_examples=30)
@given(bodies, scenarios, defaults, st.sampled_from(SEEDS))
def test_they_agree_over_a_socket(services: Services, body: Json, scenario: Scenario, chosen: str, seed: int) -> None:
    """The playground's own emulator, reached as Send does, has the same ledger."""
    shown = composed(body, scenario, chosen, seed)
    assert shown.wire is not None
    wire = shown.wire

    async def over_a_socket() -> list[Json]:
        async with httpx.AsyncClient(base_url=services.emulator.url, trust_env=False) as http:
            return await sent(http, wire)

    (ledger,) = asyncio.run(over_a_socket())

    assert_one_truth(shown, ledger)
