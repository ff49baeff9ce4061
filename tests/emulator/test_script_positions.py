"""Scripts that go on from request to request, and those that begin anew with each."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.emulator import Options
from orq_ui.emulator.script_positions import ScriptPositions, played_scripts
from orq_ui.routing import Policy, Scenario, route
from tests.emulator.harness import Running, Send, ledger_of, sender

RISO, NEON = "emulator/riso", "emulator/neon"


def scenario(scope: str = "server", **scripts: list[Any]) -> dict[str, Any]:
    """Return a scenario in which these models of the emulator have scripts."""
    models = {f"emulator/{name}": {"latency_ms": 0, "script": script} for name, script in scripts.items()}
    return {"script_scope": scope, "models": models}


def header(document: dict[str, Any]) -> dict[str, str]:
    return {"x-emulator-scenario": json.dumps(document)}


@pytest.mark.parametrize(("scope", "statuses"), [("server", [429, 503, 200, 200]), ("request", [429, 429, 429, 429])])
def test_where_a_script_goes_on_a_client_recovers(vary: Send, scope: str, statuses: list[int]) -> None:
    """Sending again meets the next outcome, until the script is over; else it meets the first one again."""
    asked = header(scenario(scope, riso=[429, 503, "ok"]) | {"cached_age_s": None})

    assert [vary(headers=asked).status_code for _ in range(4)] == statuses


def test_the_ledger_says_what_was_played_from_where(vary: Send, http: httpx.Client) -> None:
    """Each called model's outcomes stand with the place at which they began, retries and fallbacks included."""
    asked = header(scenario(riso=[503, 429, 500, "ok"], neon=[502]))
    fields = {"retry": '{"count":1,"on_codes":[503,429]}', "fallbacks": '[{"model":"emulator/neon"}]'}
    first, second, third = (ledger_of(http, vary(headers=asked, **fields)) for _ in range(3))
    over = ledger_of(http, vary(headers=asked, **fields))

    assert first["scripts"] == [
        {"model": RISO, "start": 0, "outcomes": [503, 429], "length": 4},
        {"model": NEON, "start": 0, "outcomes": [502], "length": 1},
    ]
    assert first["script_positions"] == {}
    assert second["scripts"] == [
        {"model": RISO, "start": 2, "outcomes": [500], "length": 4},
        {"model": NEON, "start": 1, "outcomes": [], "length": 1},
    ]
    assert second["script_positions"] == {RISO: 2, NEON: 1}
    assert third["scripts"] == [{"model": RISO, "start": 3, "outcomes": ["ok"], "length": 4}]
    assert over["scripts"] == [{"model": RISO, "start": 4, "outcomes": [], "length": 4}]


def test_setting_a_scenario_begins_anew(running: Running, png: bytes) -> None:
    """PUT and DELETE of the scenario let scripts begin anew, and so does asking for that alone."""
    document = scenario(riso=[429])
    with running(Options(scenario=Scenario.model_validate(document), time_scale=0)) as http:
        send = sender(http, png)
        statuses = [send().status_code, send().status_code]
        http.put("/_emulator/scenario", json=document)
        statuses += [send().status_code, send().status_code]
        http.delete("/_emulator/scenario")
        statuses += [send().status_code, send().status_code]
        rewound = [http.delete("/_emulator/scripts").json()["rewound"] for _ in range(2)]
        statuses += [send().status_code]

    assert statuses == [429, 200, 429, 200, 429, 200, 429]
    assert rewound == [1, 0]


def test_each_scenario_has_its_own_positions(vary: Send) -> None:
    """Equal scenarios share them, however they are written; another one does not."""
    one, other = scenario(riso=[429, 429]), scenario(riso=[429])
    spelled = {"models": one["models"], "script_scope": "server", "default": {"latency_ms": 400}}

    statuses = [vary(headers=header(each)).status_code for each in (one, spelled, other, one, other)]

    assert statuses == [429, 429, 429, 200, 200]


def test_a_hit_plays_nothing(vary: Send) -> None:
    """What the cache answers calls no model, so no outcome is used up."""
    asked = header(scenario(neon=["ok", 429]))
    cache = '{"type":"exact_match"}'
    statuses = [vary(model=NEON, headers=asked, cache=cache, user="hit").status_code for _ in range(3)]

    assert [*statuses, vary(model=NEON, headers=asked).status_code] == [200, 200, 200, 429]


def test_requests_at_once_share_no_outcome(running: Running, png: bytes) -> None:
    """Of forty requests at once exactly as many fail as the script says."""
    document = scenario(riso=[429] * 15 + [503] * 10)
    with running(Options(scenario=Scenario.model_validate(document), time_scale=0)) as http:
        send = sender(http, png)
        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda _: send().status_code, range(40)))

    assert sorted(statuses) == [200] * 15 + [429] * 15 + [503] * 10


def test_a_strict_emulator_goes_on_too(running: Running, png: bytes) -> None:
    """Which models exist is another question than how far their scripts are."""
    options = Options(scenario=Scenario.model_validate(scenario(riso=[429])), time_scale=0, strict_models=True)
    with running(options) as http:
        send = sender(http, png)

        assert [send().status_code for _ in range(2)] == [429, 200]


outcomes = st.lists(st.sampled_from(["ok", 429, 500, 503, 400]), max_size=5)


@settings(max_examples=200, deadline=None)
@given(
    riso=outcomes,
    neon=outcomes,
    bodies=st.lists(
        st.fixed_dictionaries(
            {"model": st.sampled_from([RISO, NEON])},
            optional={
                "retry": st.builds(lambda count: {"count": count, "on_codes": [429, 503]}, st.integers(1, 5)),
                "fallbacks": st.just([{"model": NEON}, {"model": RISO}]),
            },
        ),
        max_size=8,
    ),
)
def test_every_outcome_is_played_once_and_in_order(
    riso: list[Any], neon: list[Any], bodies: list[dict[str, Any]]
) -> None:
    """Over any sequence of requests a model's script comes as it was written; then the model answers."""
    played = Scenario.model_validate(scenario(riso=riso, neon=neon))
    positions = ScriptPositions()
    told: dict[str, list[Any]] = {RISO: [], NEON: []}
    came: dict[str, list[Any]] = {RISO: [], NEON: []}
    for seed, body in enumerate(bodies):
        found = positions.found_in(played)
        ledger = route(Policy.from_body(body), played, seed, positions=found)
        positions.advance(played, ledger)
        for row in played_scripts(played, ledger, found):
            told[row["model"]] += row["outcomes"]
        for attempt in ledger.attempts:
            came[attempt.model].append("ok" if attempt.status == 200 else attempt.status)

    for model, script in ((RISO, riso), (NEON, neon)):
        assert told[model] == script[: len(came[model])]
        assert came[model] == script[: len(came[model])] + ["ok"] * (len(came[model]) - len(script))


def test_it_is_bounded() -> None:
    """A hundred scenarios are remembered, and ten thousand models; the newest stay."""
    positions = ScriptPositions()
    policy = Policy.from_body({"model": RISO})
    scenarios = [Scenario.model_validate(scenario(riso=[429]) | {"cached_age_s": age}) for age in range(150)]
    for each in scenarios:
        positions.advance(each, route(policy, each))

    assert len(positions) == 100
    assert positions.found_in(scenarios[-1]) == {RISO: 1}
    assert positions.found_in(scenarios[0]) == {}
