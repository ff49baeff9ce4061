"""Each request's seed: from the start seed and its number, or from its header."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.emulator import Options
from orq_ui.emulator.seeds import MAX_SEED
from tests.emulator.harness import QUICK, Running, Send, error_of, ledger_of, sender

HALF = '{"type":"weight_based","models":[{"model":"emulator/riso"},{"model":"emulator/neon"}]}'
COIN = '{"default":{"latency_ms":50,"jitter_ms":40,"faults":[{"status":503,"probability":0.5}]}}'


def seed_of(reply: httpx.Response) -> int:
    return int(reply.headers["x-emulator-seed"])


def test_each_request_has_the_next_seed(running: Running, png: bytes) -> None:
    """They count up from the start seed, also past a refused request and one with a seed of its own."""
    with running(Options(scenario=QUICK, seed=7)) as http:
        send = sender(http, png)
        replies = [send(), send(n="99"), send(headers={"x-emulator-seed": "500"}), send()]
        shown = [ledger_of(http, reply)["seed"] for reply in replies]

    assert [seed_of(reply) for reply in replies] == shown == [7, 8, 500, 10]


def test_a_start_seed_repeats_the_sequence(running: Running, png: bytes) -> None:
    """Two emulators with one start seed give the same ledgers and pictures; the requests of each differ by chance."""
    sequences = []
    for _ in range(2):
        with running(Options(seed=40, time_scale=0)) as http:
            send = sender(http, png)
            asked = {"load_balancer": HALF, "response_format": "b64_json", "retry": '{"count":2,"on_codes":[503]}'}
            replies = [send(headers={"x-emulator-scenario": COIN}, **asked) for _ in range(8)]
            ledgers = [ledger_of(http, reply) for reply in replies]
        sequences.append(([reply.json().get("data") for reply in replies], [each["digest"] for each in ledgers]))
    drawn = {ledger["draw"]["model"] for ledger in ledgers}
    first_calls = {ledger["attempts"][0]["duration_ms"] for ledger in ledgers}

    assert sequences[0] == sequences[1]
    assert len(set(sequences[0][1])) == 8
    assert drawn == {"emulator/riso", "emulator/neon"}
    assert len(first_calls) > 3
    assert {ledger["attempts"][0]["status"] for ledger in ledgers} == {200, 503}


models = st.sampled_from(["emulator/riso", "emulator/neon", "acme/painter-9"])
rows = st.lists(st.fixed_dictionaries({"model": models}, optional={"weight": st.sampled_from([0.2, 1])}), max_size=3)
bodies = st.fixed_dictionaries(
    {"model": models, "response_format": st.sampled_from(["url", "b64_json"])},
    optional={
        "n": st.integers(1, 3),
        "fallbacks": rows,
        "load_balancer": rows.map(lambda rows: {"type": "weight_based", "models": rows}),
        "retry": st.builds(lambda count: {"count": count, "on_codes": [429, 503]}, st.integers(1, 5)),
        "timeout": st.just({"call_timeout": 60}),
        "cache": st.just({"type": "exact_match"}),
    },
)
behaviours = st.fixed_dictionaries(
    {"latency_ms": st.integers(0, 90), "jitter_ms": st.integers(0, 60)},
    optional={
        "script": st.lists(st.sampled_from(["ok", 429, 503, 400]), max_size=3),
        "faults": st.just([{"status": 503, "probability": 0.4}]),
        "payload": st.sampled_from(["empty_data", "broken_image", "data_uri"]),
    },
)


def test_the_same_body_scenario_and_seed_give_the_same_ledger_and_bytes(running: Running, png: bytes) -> None:
    """Whatever is asked for, however often, and whatever other requests come between."""
    with running(Options(time_scale=0)) as http:
        send = sender(http, png)

        def outcome(body: dict[str, Any], headers: dict[str, str]) -> tuple[Any, ...]:
            http.delete("/_emulator/cache")
            reply = send(headers=headers, **{name: _text(value) for name, value in body.items()})
            data = reply.json().get("data", [])
            links = [entry.get("url", "").startswith("http") for entry in data]
            pictures = [
                http.get(entry["url"]).content if link else entry for entry, link in zip(data, links, strict=True)
            ]
            return reply.status_code, ledger_of(http, reply)["digest"], pictures, reply.json().get("error")

        @settings(max_examples=40, deadline=None, derandomize=True, database=None)
        @given(body=bodies, behaviour=behaviours, seed=st.integers(0, MAX_SEED))
        def check(body: dict[str, Any], behaviour: dict[str, Any], seed: int) -> None:
            headers = {"x-emulator-scenario": json.dumps({"default": behaviour}), "x-emulator-seed": str(seed)}
            first = outcome(body, headers)
            send()

            assert outcome(body, headers) == first

        check()


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def test_the_largest_start_seed_is_followed_by_0(running: Running, png: bytes) -> None:
    """No seed is larger than what every JSON reader keeps."""
    with running(Options(scenario=QUICK, seed=MAX_SEED)) as http:
        send = sender(http, png)

        assert [seed_of(send()) for _ in range(2)] == [MAX_SEED, 0]


@pytest.mark.parametrize(
    "given", ["", "-1", "+1", "1.0", "0x1", "1e3", "seven", "1 2", "9" * 40, str(MAX_SEED + 1), "\xb2"]
)
def test_a_header_that_is_no_seed(vary: Send, given: str) -> None:
    """It is a 400 that names the header, and the refused request has no seed."""
    reply = vary(headers={"x-emulator-seed": given.encode("latin-1")})

    assert error_of(reply) == (400, "invalid_request_body", "x-emulator-seed")
    assert "x-emulator-seed" not in reply.headers


def test_a_seed_that_comes_twice(http: httpx.Client, png: bytes) -> None:
    """It is refused, because nobody can know which of them is meant."""
    headers = [("x-emulator-seed", "1"), ("x-emulator-seed", "1")]
    reply = http.post("/v2/router/images/variations", headers=headers, files={"image": ("a.png", png)})

    assert error_of(reply) == (400, "invalid_request_body", "x-emulator-seed")


@pytest.mark.parametrize("given", ["0", "007", str(MAX_SEED)])
def test_a_header_that_is_a_seed(vary: Send, http: httpx.Client, given: str) -> None:
    """It is this request's seed: in the reply, the ledger and the record."""
    reply = vary(headers={"x-emulator-seed": given})
    record = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()

    assert seed_of(reply) == ledger_of(http, reply)["seed"] == record["seed"] == int(given)
    assert record["headers"]["x-emulator-seed"] == given


def test_without_a_key_there_is_no_seed(vary: Send) -> None:
    """A 401 comes before anything is drawn."""
    reply = vary(headers={"authorization": ""})

    assert reply.status_code == 401
    assert "x-emulator-seed" not in reply.headers
