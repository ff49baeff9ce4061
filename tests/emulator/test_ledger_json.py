"""The ledgers as JSON: listed and whole."""

from __future__ import annotations

import httpx

from orq_ui.routing import RULES
from tests.emulator.harness import Send, ledger_of, newest_ledger

RETRIES = '{"count":3}'


def test_every_row_cites_its_rule(vary: Send, http: httpx.Client) -> None:
    """A row names a rule, says whether it is documented, and the rule's text and source stand beside."""
    flaky = {"x-emulator-scenario": "everything-down"}
    ledger = ledger_of(http, vary(model="openai/dall-e-2", retry=RETRIES, headers=flaky))

    assert len(ledger["attempts"]) == 4
    for row in [*ledger["attempts"], ledger["verdict"], ledger["cache"]]:
        assert row["documented"] == RULES[row["rule"]].documented
        assert set(ledger["rules"][row["rule"]]) == {"text", "documented", "source", "disputed"}
    first, *_, last = ledger["attempts"]
    assert first["reason"].startswith("429 is in the default retry.on_codes [408, 429,")
    assert first["reason"].endswith(": retry 1 of 3 follows after 1 s, as Retry-After asks.")
    assert (
        last["reason"]
        == ledger["verdict"]["reason"]
        == ("There is no fallback, so 429 is the answer. All 3 retries are used up.")
    )
    assert ledger["cache"]["reason"] == "Without the cache option nothing is looked up or kept."


def test_a_request_that_was_never_routed(vary: Send, http: httpx.Client) -> None:
    """Its ledger has no rows and no policy, and says why."""
    reply = vary(n="99")
    ledger = ledger_of(http, reply)

    assert (ledger["state"], ledger["status"], ledger["attempts"], ledger["played"]) == ("refused", 400, [], 0)
    assert (ledger["policy"], ledger["verdict"], ledger["digest"]) == (None, None, None)
    assert ledger["error"] == reply.json()["error"]
    assert newest_ledger(http)["rule"] is None


def test_notes_are_in_the_ledger(vary: Send, http: httpx.Client) -> None:
    """Bracket notation is noted."""
    reply = vary(**{"orq[retry][count]": "2"})

    assert any("Bracket" in note for note in ledger_of(http, reply)["notes"])


def test_the_list_is_short_and_newest_first(vary: Send, http: httpx.Client) -> None:
    """A row says who was asked, who served, after how many calls and why."""
    vary(headers={"x-emulator-scenario": "primary-down"}, fallbacks='[{"model":"emulator/neon"}]')
    reply = vary(model="openai/dall-e-2", retry=RETRIES, headers={"x-emulator-scenario": "rate-limited-primary"})
    row = newest_ledger(http)

    assert row.pop("received_at") > 1_000_000
    assert row.pop("id") == row.pop("request_id") == reply.headers["x-emulator-ledger"]
    assert row.pop("seed") == int(reply.headers["x-emulator-seed"])
    assert row == {
        "scenario": "rate-limited-primary",
        "state": "served",
        "status": 200,
        "played": 3,
        "model": "openai/dall-e-2",
        "served_by": "openai/dall-e-2",
        "attempts": 3,
        "total_ms": ledger_of(http, reply)["verdict"]["total_ms"],
        "cache": "off",
        "difference": "none",
        "rule": "first-success",
        "reason": "openai/dall-e-2 answered 200 at attempt 3 of 4; the first success is the answer.",
    }
