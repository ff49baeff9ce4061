"""What the router does with one request, attempt by attempt."""

from typing import Any

import pytest

from orq_ui.routing import Decision, Difference, Ledger, Policy, Scenario, route

A, B, C = "x/a", "x/b", "x/c"
BALANCED = {"type": "weight_based", "models": [{"model": A, "weight": 0.3}, {"model": B, "weight": 0.1}]}


def play(body: dict[str, Any], models: dict[str, Any], seed: int = 0, **scenario: Any) -> Ledger:
    return route(Policy.from_body({"model": A, **body}), Scenario.model_validate({"models": models, **scenario}), seed)


def rows(ledger: Ledger) -> list[tuple[str, int, int, str]]:
    return [(row.model, row.number, row.status, row.decision.value) for row in ledger.attempts]


@pytest.mark.parametrize(
    ("body", "script", "expected", "rule"),
    [
        ({}, ["ok"], ["served"], "first-success"),
        ({}, [503], ["give_up"], "last-error"),
        ({"retry": {"count": 1}}, [503, "ok"], ["retry", "served"], "first-success"),
        ({"retry": {"count": 1}}, [503, 503], ["retry", "give_up"], "last-error"),
        ({"retry": {"count": 3, "on_codes": [429]}}, [503], ["give_up"], "last-error"),
        ({"retry": {"count": 3, "on_codes": [418]}}, [418, 422], ["retry", "give_up"], "fallback-codes-default"),
        ({"fallbacks": [{"model": B}]}, [503], ["fall_back", "served"], "first-success"),
        ({"fallbacks": [{"model": B}], "fallback_on_codes": [500]}, [503], ["give_up"], "fallback-codes-given"),
        ({"fallbacks": [{"model": B}]}, [422], ["give_up"], "fallback-codes-default"),
        ({"fallbacks": [{"model": B}], "fallback_on_codes": [422]}, [422], ["fall_back", "served"], "first-success"),
    ],
)
def test_decisions(body: dict[str, Any], script: list[Any], expected: list[str], rule: str) -> None:
    """Each status is retried, falls back or ends the request as the codes and the counts say."""
    ledger = play(body, {A: {"script": script}})

    assert [row.decision.value for row in ledger.attempts] == expected
    assert ledger.verdict.rule.id == rule
    assert ledger.verdict.status == ledger.attempts[-1].status


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_client_errors_end_the_request(status: int) -> None:
    """No list of codes makes the router repeat or hand on a 400, 401, 403 or 404."""
    body = {
        "retry": {"count": 5, "on_codes": [status]},
        "fallbacks": [{"model": B}],
        "fallback_on_codes": [status],
    }
    ledger = play(body, {A: {"script": [status]}})

    assert rows(ledger) == [(A, 1, status, "give_up")]
    assert ledger.verdict.rule.id == ("not-found-final" if status == 404 else "client-error-final")


def test_each_model_gets_its_own_retries() -> None:
    """A count of 1 means two attempts at every model of the chain, numbered anew."""
    ledger = play({"retry": {"count": 1}, "fallbacks": [{"model": B}]}, {}, default={"script": [500] * 9})

    assert rows(ledger) == [
        (A, 1, 500, "retry"),
        (A, 2, 500, "fall_back"),
        (B, 1, 500, "retry"),
        (B, 2, 500, "give_up"),
    ]
    assert [row.most for row in ledger.attempts] == [2] * 4
    assert [row.hop for row in ledger.attempts] == [0, 0, 1, 1]


def test_backoff_doubles_within_its_spread() -> None:
    """The waits before five retries are 1, 2, 4, 8 and 16 s, each within 25 %."""
    ledger = play({"retry": {"count": 5}}, {A: {"script": [503] * 6}})
    waits = [row.waited_ms for row in ledger.attempts]

    assert waits[-1] == 0
    for wait, middle in zip(waits, (1000, 2000, 4000, 8000, 16000), strict=False):
        assert 0.75 * middle <= wait <= 1.25 * middle
    assert all("backoff" in [rule.id for rule in row.also] for row in ledger.attempts[:-1])


def test_retry_after_replaces_the_backoff() -> None:
    """Any error with Retry-After waits exactly that long; one of a model that asks for nothing backs off."""
    asking = play({"retry": {"count": 2}}, {A: {"script": [429, 503, "ok"], "retry_after_s": 7}})
    silent = play({"retry": {"count": 1}}, {A: {"script": [503, "ok"]}})

    for attempt in asking.attempts[:2]:
        assert (attempt.waited_ms, attempt.retry_after_ms, attempt.also[-1].id) == (7000, 7000, "retry-after")
    assert (silent.attempts[0].retry_after_ms, silent.attempts[0].also[-1].id) == (None, "backoff")


def test_final_429_passes_its_retry_after_on() -> None:
    """A request that ends with a 429 tells the client how long to wait; nobody waits for it here."""
    ledger = play({}, {A: {"script": [429], "retry_after_s": 1.5}})

    assert ledger.verdict.retry_after_ms == 1500
    assert ledger.verdict.total_ms == ledger.attempts[0].duration_ms


@pytest.mark.parametrize(("timeout", "status"), [(399, 408), (400, 200), (401.0, 200)])
def test_call_timeout_cuts_an_attempt(timeout: float, status: int) -> None:
    """An attempt beyond call_timeout ends there and counts as 408; one that takes exactly as long does not."""
    ledger = play({"timeout": {"call_timeout": timeout}}, {A: {"latency_ms": 400}})
    row = ledger.attempts[0]

    assert (row.status, row.duration_ms) == (status, min(400, timeout))
    assert ledger.verdict.rule.id == ("timeouts-exhausted" if status == 408 else "first-success")


def test_timeouts_are_retried_and_consume_the_script() -> None:
    """An attempt that ran out of time has used up its place in the script."""
    slow = {"latency_ms": 900, "script": ["ok", "ok"]}
    ledger = play(
        {"retry": {"count": 1}, "timeout": {"call_timeout": 10}, "fallbacks": [{"model": B}]},
        {A: slow, B: {"latency_ms": 5}},
    )

    assert rows(ledger) == [(A, 1, 408, "retry"), (A, 2, 408, "fall_back"), (B, 1, 200, "served")]
    assert ledger.calls == {A: 2, B: 1}
    assert "call-timeout" in [rule.id for rule in ledger.attempts[0].also]


def test_scripts_go_on_across_hops() -> None:
    """A model that stands in the chain twice goes on where its script stopped."""
    ledger = play({"fallbacks": [{"model": B}, {"model": A}]}, {A: {"script": [500, "ok"]}, B: {"script": [500]}})

    assert rows(ledger) == [(A, 1, 500, "fall_back"), (B, 1, 500, "fall_back"), (A, 1, 200, "served")]
    assert (ledger.verdict.served, ledger.verdict.difference) == (A, Difference.NONE)


def test_script_positions_are_an_input() -> None:
    """A request repeats from the start of every script unless it is told where the scripts stand."""
    policy = Policy.from_body({"model": A})
    scenario = Scenario.model_validate({"models": {A: {"script": [500, 429, "ok"]}}})
    statuses = [route(policy, scenario, positions={A: at}).verdict.status for at in range(4)]

    assert statuses == [500, 429, 200, 200]
    assert route(policy, scenario).verdict.status == 500


@pytest.mark.parametrize(("model", "status"), [("x/nope", 404), ("nope", 400), ("", 400)])
def test_unknown_models_call_no_provider(model: str, status: int) -> None:
    """An unknown or malformed model ends the request at once, whatever the fallbacks."""
    ledger = play({"model": model, "fallbacks": [{"model": B}]}, {}, unknown=["x/nope"])

    assert (ledger.verdict.status, ledger.attempts, ledger.verdict.total_ms) == (status, (), 0)
    assert ledger.verdict.also == ()


def test_unknown_fallbacks_end_the_request_in_their_turn() -> None:
    """A fallback that does not exist is a 404 when its turn comes, and says that this is assumed."""
    ledger = play({"fallbacks": [{"model": "x/nope"}, {"model": C}]}, {A: {"script": [500]}}, unknown=["x/nope"])

    assert rows(ledger) == [(A, 1, 500, "fall_back")]
    assert (ledger.verdict.status, ledger.verdict.total_ms) == (404, ledger.attempts[0].duration_ms)
    assert [rule.id for rule in ledger.verdict.also] == ["resolved-when-due"]


def test_payload_faults_mark_the_answer_only() -> None:
    """A broken answer changes no decision and stands on the serving attempt."""
    ledger = play({"retry": {"count": 1}}, {A: {"script": [500, "ok"], "payload": "bad_json"}})

    assert [row.payload for row in ledger.attempts] == [None, "bad_json"]
    assert (ledger.payload, ledger.verdict.status) == ("bad_json", 200)


def test_the_draw_follows_the_weights() -> None:
    """Over many seeds the models are drawn by their normalised weights, and the requested model is ignored."""
    body = {"model": C, "load_balancer": BALANCED}
    ledgers = [play(body, {}, seed) for seed in range(2000)]
    drawn = sum(ledger.verdict.drawn == A for ledger in ledgers) / len(ledgers)

    assert drawn == pytest.approx(0.75, abs=0.03)
    assert {ledger.verdict.served for ledger in ledgers} == {A, B}
    assert {ledger.verdict.difference for ledger in ledgers} == {Difference.BALANCER}


def test_a_model_without_weight_is_never_drawn() -> None:
    """A weight of 0 beside others takes no share."""
    models = [{"model": A, "weight": 1}, {"model": B, "weight": 0}]
    drawn = {play({"load_balancer": {"models": models}}, {}, seed).verdict.drawn for seed in range(200)}

    assert drawn == {A}


def test_retries_stay_on_the_drawn_model() -> None:
    """After the draw come retries at the drawn model, then the fallbacks; the difference is the fallback's."""
    one = {"models": [{"model": B, "weight": 1}]}
    ledger = play(
        {"load_balancer": one, "retry": {"count": 1}, "fallbacks": [{"model": C}]}, {B: {"script": [500] * 2}}
    )

    assert [row.model for row in ledger.attempts] == [B, B, C]
    assert ledger.draw is not None
    assert "balancer-then-fallbacks" in [rule.id for rule in ledger.draw.also]
    assert (ledger.verdict.drawn, ledger.verdict.difference) == (B, Difference.FALLBACK)


def test_the_same_luck_meets_another_policy() -> None:
    """With one seed the first attempt goes the same way under every policy, so policies can be compared."""
    flaky = {A: {"jitter_ms": 300, "faults": [{"status": 500, "probability": 0.5}]}}
    for seed in range(20):
        short, long = play({}, flaky, seed), play({"retry": {"count": 5}}, flaky, seed)

        assert short.attempts[0].status == long.attempts[0].status
        assert short.attempts[0].duration_ms == long.attempts[0].duration_ms


def test_luck_is_the_same_in_every_process() -> None:
    """The draws hang on the seed alone: this figure was written down once."""
    ledger = play({}, {A: {"latency_ms": 5000, "jitter_ms": 5000}}, seed=42)

    assert ledger.attempts[0].duration_ms == 7720
    assert ledger.attempts[0].decision is Decision.SERVED
