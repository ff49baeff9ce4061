"""A request's ledger, read as the router's traces are."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from typing import Any

import httpx
import pytest

from orq_ui.emulator import Options
from tests.emulator.clock import Clock
from tests.emulator.harness import QUICK, Running, Send, ledger_of, sender

RISO, NEON, BLUE = "emulator/riso", "emulator/neon", "emulator/blueprint"
FIELDS = {
    "load_balancer": json.dumps({"type": "weight_based", "models": [{"model": RISO, "weight": 1}]}),
    "retry": json.dumps({"count": 1, "on_codes": [429]}),
    "fallbacks": json.dumps([{"model": NEON}, {"model": BLUE}]),
}
STORY = {
    "x-emulator-scenario": json.dumps(
        {"models": {RISO: {"latency_ms": 100, "script": [429, 503], "retry_after_s": 2}, NEON: {"latency_ms": 250}}}
    )
}


def trace_of(http: httpx.Client, reply: httpx.Response, path: str = "") -> Any:
    found = http.get(f"/v3/traces/{reply.headers['x-orq-trace-id']}{path}")
    assert found.status_code == 200, found.text
    return found.json()


def details(http: httpx.Client, reply: httpx.Response) -> list[dict[str, Any]]:
    """Return every span with its attributes."""
    spans = trace_of(http, reply, "/spans")["data"]
    return [trace_of(http, reply, f"/spans/{span['span_id']}")["span"] for span in spans]


def no_null(value: Any) -> bool:
    """The TypeScript client takes an absent field, but no null."""
    if isinstance(value, dict):
        return all(map(no_null, value.values()))
    return all(map(no_null, value)) if isinstance(value, list) else value is not None


def test_a_trace_tells_what_the_ledger_does(vary: Send, http: httpx.Client) -> None:
    """A root span for the request, and one below it for each provider call, in order and with its times."""
    reply = vary(headers=STORY, **FIELDS)
    ledger, trace = ledger_of(http, reply), trace_of(http, reply)["trace"]
    root, *calls = trace_of(http, reply, "/spans")["data"]

    assert len(trace["trace_id"]) == 32
    assert (trace["object"], trace["status"], trace["duration_ms"]) == ("trace", "ok", ledger["verdict"]["total_ms"])
    assert (trace["models"], trace["providers"]) == ([RISO, NEON], ["emulator"])
    assert trace["root_span_id"] == root["span_id"]
    assert (root["type"], root["model"], root["has_children"], "parent_span_id" in root) == ("trace", RISO, True, False)
    told = [(call["model"], call["duration_ms"], call["status"]) for call in calls]
    assert told == [
        (attempt["model"], attempt["duration_ms"], "ok" if attempt["status"] == 200 else "error")
        for attempt in ledger["attempts"]
    ]
    began = datetime.fromisoformat(root["started_at"])
    for call, attempt in zip(calls, ledger["attempts"], strict=True):
        assert call["parent_span_id"] == root["span_id"]
        since = (datetime.fromisoformat(call["started_at"]) - began).total_seconds() * 1000
        assert since == pytest.approx(attempt["started_ms"], abs=1)
    assert trace["usage"]["total_tokens"] == reply.json()["usage"]["total_tokens"] == calls[-1]["usage"]["total_tokens"]
    assert len({span["span_id"] for span in (root, *calls)}) == 4


def test_attributes_say_who_was_asked_and_who_answered(vary: Send, http: httpx.Client) -> None:
    """Requested and answering model, the balancer's draw, the fallback, and the rule of each decision."""
    reply = vary(headers=STORY, **FIELDS)
    ledger = ledger_of(http, reply)
    root, *calls = [span["attributes"] for span in details(http, reply)]

    assert (
        root.items()
        >= {
            "gen_ai.request.model": RISO,
            "gen_ai.response.model": NEON,
            "http.response.status_code": 200,
            "orq.load_balancer.selected_model": RISO,
            "orq.fallback.triggered": True,
            "orq.fallback.model": NEON,
            "orq.fallback.models": [NEON, BLUE],
            "emulator.ledger": ledger["id"],
            "emulator.seed": ledger["seed"],
        }.items()
    )
    assert [call.get("gen_ai.response.model") for call in calls] == [None, None, NEON]
    assert [call.get("orq.fallback.index") for call in calls] == [None, None, 0]
    assert [call.get("orq.load_balancer.selected_model") for call in calls] == [RISO, RISO, None]
    for call, attempt in zip(calls, ledger["attempts"], strict=True):
        assert call["http.response.status_code"] == attempt["status"]
        assert (call["emulator.rule"], call["emulator.reason"]) == (attempt["rule"], attempt["reason"])


@pytest.mark.parametrize(
    ("fields", "headers", "spans"),
    [
        ({}, {}, 2),
        ({"n": "99"}, {}, 1),
        ({"model": "nope"}, {}, 1),
        ({"model": ""}, {}, 1),
        ({}, {"authorization": ""}, 1),
        ({}, {"x-emulator-scenario": '{"default":{"script":[500]}}'}, 2),
        ({"cache": '{"type":"exact_match"}'}, {"x-emulator-scenario": '{"cached_age_s":9}'}, 1),
    ],
)
def test_every_end_has_a_trace(
    vary: Send, http: httpx.Client, fields: dict[str, str], headers: dict[str, str], spans: int
) -> None:
    """A refused request and one from the cache have only the root; no value is null."""
    reply = vary(headers=headers, **fields)
    found = [trace_of(http, reply), trace_of(http, reply, "/spans"), details(http, reply)]

    assert len(found[1]["data"]) == spans
    assert found[0]["trace"]["status"] == ("ok" if reply.status_code == 200 else "error")
    assert found[2][0]["attributes"]["http.response.status_code"] == reply.status_code
    assert no_null(found)


def test_spans_come_in_pages(vary: Send, http: httpx.Client) -> None:
    """A page says whether there are more, and where they begin; what is no page is a 400."""
    reply = vary(headers=STORY, **FIELDS)
    every = trace_of(http, reply, "/spans")
    assert (every["object"], every["has_more"], "next_page_token" in every) == ("list", False, False)
    first = trace_of(http, reply, "/spans?limit=3")
    rest = trace_of(http, reply, f"/spans?limit=3&page_token={first['next_page_token']}")

    assert first["data"] + rest["data"] == every["data"]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    for query in ("limit=0", "limit=x", "limit=1001", "page_token=-1", "page_token=99", "limit=" + "9" * 5000):
        refused = http.get(f"/v3/traces/{reply.headers['x-orq-trace-id']}/spans?{query}")
        assert (refused.status_code, refused.json()["error"]["param"]) == (400, query.partition("=")[0])


@pytest.mark.parametrize("trace_id", ["0" * 32, "x", "0" * 8 + "A" * 24, "%00", "1" * 500])
def test_an_unknown_trace(http: httpx.Client, trace_id: str) -> None:
    """Trace, spans and span are a flat 404, with the envelope beside it."""
    for path in ("", "/spans", "/spans/0123456789abcdef"):
        reply = http.get(f"/v3/traces/{trace_id}{path}")
        assert (reply.status_code, reply.json()["code"], reply.json()["details"]) == (404, 5, [])
        assert reply.json()["message"] == reply.json()["error"]["message"]


def test_an_unknown_span(vary: Send, http: httpx.Client) -> None:
    """A span of another trace is none of this one."""
    one, other = vary(), vary()
    span_id = trace_of(http, one, "/spans")["data"][0]["span_id"]

    assert http.get(f"/v3/traces/{other.headers['x-orq-trace-id']}/spans/{span_id}").status_code == 404


def test_a_trace_needs_the_key(running: Running, png: bytes) -> None:
    """As everything that the router answers: without it, or with another, a 401."""
    with running(Options(scenario=QUICK, api_key="a-key")) as http:
        trace_id = sender(http, png)().headers["x-orq-trace-id"]
        replies = [http.get(f"/v3/traces/{trace_id}", headers={"authorization": key}) for key in ("", "Bearer other")]
        found = http.get(f"/v3/traces/{trace_id}")

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(401, 16)] * 2
    assert found.status_code == 200


def test_a_trace_is_gone_with_its_record(running: Running, png: bytes) -> None:
    """Only so many are kept."""
    with running(Options(scenario=QUICK, max_records=2)) as http:
        send = sender(http, png)
        trace_ids = [send().headers["x-orq-trace-id"] for _ in range(3)]

        assert [http.get(f"/v3/traces/{trace_id}").status_code for trace_id in trace_ids] == [404, 200, 200]


def test_a_request_under_way(running: Running, png: bytes) -> None:
    """Its trace is running and has no end; calls that have ended are there, the one under way is not."""
    clock = Clock()
    with running(Options(clock=clock)) as http:
        story = {"models": {RISO: {"latency_ms": 0, "script": [503]}, NEON: {"latency_ms": 2_000}}}
        headers = {"x-emulator-scenario": json.dumps(story)}
        fallbacks = json.dumps([{"model": NEON}])
        waiting = threading.Thread(target=lambda: sender(http, png)(headers=headers, fallbacks=fallbacks))
        waiting.start()
        row: dict[str, Any] = {"played": 0}
        while row["played"] < 2:
            row = next(iter(http.get("/_emulator/ledgers").json()["data"]), {"played": 0})
        trace = http.get(f"/v3/traces/{'0' * 8}{row['id']}").json()["trace"]
        spans = http.get(f"/v3/traces/{'0' * 8}{row['id']}/spans").json()["data"]
        waiting.join()

    assert trace["status"] == "running"
    assert "ended_at" not in trace
    assert [(span["status"], span.get("model")) for span in spans] == [("running", RISO), ("error", RISO)]
