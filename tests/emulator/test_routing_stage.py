"""The built-in scenarios, end to end: what the rules foresee is what a client meets."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from orq_ui.emulator import Options
from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.emulator.seeds import MAX_SEED
from orq_ui.routing import BUILT_IN_SCENARIOS, DEFAULTS, Ledger, Policy, Scenario, route
from tests.emulator.harness import QUICK, Running, Send, ledger_of, sender

Ending = tuple[int, str, dict[str, str]]
ENDINGS: dict[str, Ending] = {
    "all-well": (200, "emulator/aquarelle", {"cache-status": "orq; fwd=bypass"}),
    "rate-limited-primary": (200, "openai/dall-e-2", {}),
    "primary-down": (200, "emulator/riso", {}),
    "slow-primary": (200, "emulator/neon", {}),
    "everything-down": (529, "upstream_overloaded", {}),
    "cache-warm": (200, "emulator/neon", {"cache-status": "orq; hit; ttl=3480"}),
}


MODELS = ["emulator/riso", "emulator/neon", "acme/painter-9", "x/missing", "malformed", "a b/c"]
rows = st.lists(
    st.fixed_dictionaries({"model": st.sampled_from(MODELS)}, optional={"weight": st.sampled_from([0.001, 0.5, 1])}),
    min_size=1,
    max_size=3,
)
options = st.fixed_dictionaries(
    {},
    optional={
        "fallbacks": rows,
        "load_balancer": rows.map(lambda rows: {"type": "weight_based", "models": rows}),
        "retry": st.just({"count": 1}),
        "cache": st.just({"type": "exact_match"}),
    },
)
bodies = st.builds(
    lambda model, top, nested: {"model": model, "size": "256x256", **top, "orq": nested},
    st.sampled_from(MODELS),
    options,
    options,
)
scenarios = st.fixed_dictionaries(
    {},
    optional={
        "models": st.dictionaries(
            st.sampled_from(MODELS[:4]),
            st.fixed_dictionaries({}, optional={"known": st.booleans(), "script": st.just([503])}),
        ),
        "default": st.fixed_dictionaries({}, optional={"known": st.booleans(), "script": st.just([503, 503, "ok"])}),
        "cached_age_s": st.just(60),
    },
)


def foreseen(body: Mapping[str, object], scenario: Scenario, picture: bytes, seed: int) -> Ledger:
    """Return what routing says of a body, by itself."""
    return route(Policy.from_body(body, picture=hashlib.sha256(picture).hexdigest()), scenario, seed)


def fields(body: Mapping[str, Any]) -> dict[str, str]:
    """Return a body as text fields, as the TypeScript client sends it."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}


@pytest.mark.parametrize("name", BUILT_IN_SCENARIOS)
def test_a_scenario_ends_as_routing_foresees(vary: Send, http: httpx.Client, png: bytes, name: str) -> None:
    """The ledger is routing's own, every row of it a provider call that was counted."""
    built_in = BUILT_IN_SCENARIOS[name]
    body = {"size": "256x256", **built_in.body}
    calls = http.get("/_emulator/health").json()["provider_calls"]
    reply = vary(headers={"x-emulator-scenario": name}, **fields(body))
    ledger = ledger_of(http, reply)
    calls = http.get("/_emulator/health").json()["provider_calls"] - calls
    expected = foreseen(body, built_in.scenario, png, int(reply.headers["x-emulator-seed"]))

    assert {key: ledger[key] for key in expected.to_dict()} == json.loads(expected.to_json())
    assert ledger["digest"] == hashlib.sha256(expected.to_json().encode()).hexdigest()
    assert ledger["played"] == calls == len(expected.attempts)
    assert ledger["scenario"] == name
    assert reply.status_code == ledger["status"] == expected.verdict.status


@pytest.mark.parametrize(("name", "ending"), ENDINGS.items())
def test_how_a_scenario_ends(
    vary: Send, http: httpx.Client, name: str, ending: tuple[int, str, dict[str, str]]
) -> None:
    """Who serves, or the code of the last error, and the headers that say so."""
    status, who, headers = ending
    reply = vary(headers={"x-emulator-scenario": name}, **fields({"size": "256x256", **BUILT_IN_SCENARIOS[name].body}))
    record = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()

    assert reply.status_code == status
    assert who == (record["served_by"] or reply.json()["error"]["code"])
    assert headers.items() <= dict(reply.headers).items()


def test_a_hundred_runs_have_one_ledger(vary: Send, http: httpx.Client) -> None:
    """The same body, scenario and seed give the same ledger, byte for byte."""
    asked = fields({"size": "256x256", **BUILT_IN_SCENARIOS["flaky"].body})
    replies = [vary(headers={"x-emulator-scenario": "flaky", "x-emulator-seed": "9"}, **asked) for _ in range(100)]
    ledgers = [ledger_of(http, reply) for reply in replies]
    for ledger in ledgers:
        for apart in ("id", "request_id", "received_at"):
            ledger.pop(apart)

    assert len({json.dumps(ledger) for ledger in ledgers}) == 1
    assert len({ledger["digest"] for ledger in ledgers}) == 1


@pytest.mark.parametrize(("name", "ttl_s"), [("spec-2026-08", 1800), ("sdk-4.17", 3600)])
def test_defaults_are_those_of_the_process(running: Running, png: bytes, name: str, ttl_s: float) -> None:
    """Where a request is silent the default set counts, and the ledger names it."""
    with running(Options(scenario=QUICK, defaults=DEFAULTS[name])) as http:
        ledger = ledger_of(http, sender(http, png)(cache='{"type":"exact_match"}'))

    assert (ledger["policy"]["defaults"], ledger["policy"]["cache_ttl_s"]["value"]) == (name, ttl_s)


@pytest.mark.parametrize("strict", [False, True])
def test_whichever_ids_a_body_holds_the_ledger_is_routing_s_own(running: Running, png: bytes, strict: bool) -> None:
    """Malformed and unknown ids in any place end as the rules say of the models that are asked, strict or not."""
    with running(Options(time_scale=0, strict_models=strict)) as http:
        send = sender(http, png)

        @settings(max_examples=60, deadline=None, derandomize=True, database=None)
        @given(body=bodies, document=scenarios, seed=st.integers(0, MAX_SEED))
        def check(body: dict[str, Any], document: dict[str, Any], seed: int) -> None:
            http.delete("/_emulator/cache")
            scenario = Scenario.model_validate(document)
            expected = foreseen(body, scenario.limited_to(CATALOGUE) if strict else scenario, png, seed)
            headers = {"x-emulator-scenario": json.dumps(document), "x-emulator-seed": str(seed)}
            reply = send(headers=headers, **fields(body))
            ledger = ledger_of(http, reply)

            assert reply.status_code == expected.verdict.status
            assert {name: ledger[name] for name in expected.to_dict()} == json.loads(expected.to_json())
            assert ledger["digest"] == hashlib.sha256(expected.to_json().encode()).hexdigest()

        check()


def test_a_stand_in_answers_for_a_model_that_is_not_listed(vary: Send, http: httpx.Client) -> None:
    """Its picture, the ledger and the record say so; of a listed model none of them does."""
    for model, stand_ins in (("acme/painter-9", ["acme/painter-9"]), ("emulator/riso", [])):
        reply = vary(model=model, response_format="b64_json")
        picture = Image.open(BytesIO(base64.b64decode(reply.json()["data"][0]["b64_json"])))
        record = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()
        seen = (record["served_by"], ledger_of(http, reply)["stand_ins"], record["stand_ins"])

        assert seen == (model, stand_ins, stand_ins)
        assert picture.text["model"] == model  # type: ignore[attr-defined]
        assert ("stand-in" in picture.text) == bool(stand_ins)  # type: ignore[attr-defined]
        assert ["stand-in" in note for note in record["notes"]] == [True] * len(stand_ins)


def test_stand_ins_are_those_that_were_asked(vary: Send, http: httpx.Client) -> None:
    """One that failed counts, each once; one whose turn never came does not."""
    down = {"x-emulator-scenario": '{"models":{"acme/a":{"script":[503,503]}}}'}
    fallbacks = '[{"model":"emulator/riso"},{"model":"acme/b"}]'
    reply = vary(headers=down, model="acme/a", fallbacks=fallbacks, retry='{"count":1}')

    assert ledger_of(http, reply)["stand_ins"] == ["acme/a"]


@pytest.mark.parametrize(
    ("scenario", "statuses"),
    [
        ({}, [200, 404]),
        ({"models": {"acme/a": {}, "emulator/riso": {"known": False}}}, [404, 200]),
        ({"default": {"known": False}}, [404, 404]),
    ],
)
def test_strict_models(running: Running, png: bytes, scenario: dict[str, Any], statuses: list[int]) -> None:
    """With it only the catalogue's models exist, and those that the scenario names, unless it says otherwise."""
    with running(Options(scenario=Scenario.model_validate(scenario), time_scale=0, strict_models=True)) as http:
        send = sender(http, png)

        assert [send(model=model).status_code for model in ("emulator/riso", "acme/a")] == statuses
        assert http.get("/_emulator/health").json()["strict_models"]


@pytest.mark.parametrize(
    "given_fields",
    [
        {"model": "nope", "load_balancer": '{"type":"weight_based","models":[{"model":"emulator/riso"}]}'},
        {"fallbacks": '[{"model":"nope"},{"model":"x/missing"}]'},
        {"fallbacks": '[{"model":"emulator/neon"}]', "orq": '{"fallbacks":[{"model":"nope"}]}'},
        {
            "load_balancer": '{"type":"weight_based","models":[{"model":"emulator/riso","weight":1},'
            '{"model":"nope","weight":0.001}]}'
        },
    ],
)
def test_a_malformed_id_that_is_not_asked_is_no_error(vary: Send, given_fields: dict[str, str]) -> None:
    """An ignored model, a fallback that is not reached, a shadowed one and a row that is not drawn refuse nothing."""
    assert vary(**given_fields).status_code == 200


def test_a_malformed_model_has_no_cached_answer(vary: Send) -> None:
    """A warm cache cannot hold what no model can have made."""
    warm = {"x-emulator-scenario": '{"cached_age_s":60}'}
    cached = '{"type":"exact_match"}'

    assert vary(headers=warm, cache=cached, model="nope").status_code == 400
    assert vary(headers=warm, cache=cached, model="acme/a").headers["cache-status"].startswith("orq; hit")
