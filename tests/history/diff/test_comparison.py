"""Two runs side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from orq_ui.errors import Refused, Unreachable
from orq_ui.history.diff.comparison import Comparison, compare
from orq_ui.history.run import Run
from orq_ui.imaging import MissingPicture
from orq_ui.routing import Policy, Scenario, route
from orq_ui.wire import Connection
from tests.history import samples

BODY: dict[str, Any] = {
    "model": "a/one",
    "n": 2,
    "orq": {"fallbacks": [{"model": "b/two"}], "fallback_on_codes": [429]},
}
EMULATOR = Connection("http://127.0.0.1:4010", None, 60)
REPLY: dict[str, Any] = {"created": 7, "data": [{"url": "https://x/1"}, {"url": "https://x/2"}]}
HEADERS = (("date", "Sat"), ("content-type", "application/json"), ("x-request-id", "r1"))


def a_ledger(*codes: int, model: str = "a/one") -> dict[str, Any]:
    """What the router's rules make of a model that fails with these codes before it answers."""
    policy = Policy.from_body({"model": model, "orq": {"retry": {"count": 3, "on_codes": [429, 500]}}})
    script = [*codes, "ok"]
    return route(policy, Scenario.model_validate({"models": {model: {"script": script}}})).to_dict()


def a_run(body: dict[str, Any] = BODY, connection: Connection = EMULATOR, **changes: Any) -> Run:
    """A finished run of a body; ``changes`` are fields of Run and of RunSummary, by their names."""
    usual = {"served": "b/two", "headers": HEADERS, "timings": {"wait": 800.0}, "response": REPLY}
    return samples.a_run(body=body, connection=connection, **usual | {"ledger": a_ledger(429)} | changes)[0]


def runs() -> st.SearchStrategy[Run]:
    """Any run, with a real ledger in some of them."""
    ledgers = [a_ledger(), a_ledger(429, 500), a_ledger(429, model="c/three")]
    drawn = samples.runs().map(lambda made: made[0])
    return drawn | st.builds(
        lambda run, ledger: run.model_copy(update={"ledger": ledger}), drawn, st.sampled_from(ledgers)
    )


def sections(found: Comparison) -> tuple[Any, ...]:
    """The rows of each section in an order that does not depend on which run came first."""
    return tuple(sorted(rows, key=repr) for rows in (found.request, found.wire, found.reply, found.ledger))


@given(runs())
def test_a_run_against_itself_is_empty(run: Run) -> None:
    """No section has a row, whatever the run."""
    found = compare(run, run)

    assert found.is_empty
    assert all(all(pair.same) for pair in found.attempts)


@given(runs(), runs())
def test_the_other_way_round_the_columns_are_swapped(first: Run, second: Run) -> None:
    """The same places differ, each with its sides changed over."""
    there, back = compare(first, second), compare(second, first)

    swapped = Comparison(*(tuple(row.swapped for row in rows) for rows in sections(back)))
    assert sections(there) == sections(swapped)
    assert there.requested == tuple((one, two) for two, one in back.requested)


@given(runs(), st.integers(0, 3))
def test_two_runs_of_one_request_differ_in_the_answer_only(run: Run, place: int) -> None:
    """SentRequest again, nothing of the request or the wire differs, whatever came back."""
    again = run.model_copy(update={"id": "other", "started_at": 9.0, "served": f"m{place}", "response": None})

    found = compare(run, again)

    assert (found.request, found.wire) == ((), ())
    assert "model that served" in {row.what for row in found.reply}


@pytest.mark.parametrize(
    ("second", "request_row", "wire_row"),
    [
        (BODY | {"n": 3}, ("n", "2", "3"), ("part n", '"2"', '"3"')),
        (BODY | {"size": "256x256"}, ("size", "–", '"256x256"'), ("part size", "–", '"256x256"')),
        (BODY | {"user": "null"}, ("user", "–", '"null"'), ("part user", "–", '"null"')),
        (BODY | {"new": {"a": 1}}, ("new.a", "–", "1"), ("part new", "–", '{"a":1} · "application/json"')),
        (
            BODY | {"fallback_on_codes": [500, 429]},
            ("fallback_on_codes", "–", "[500, 429]"),
            ("part fallback_on_codes[] (2)", "–", '"429"'),
        ),
    ],
)
def test_a_changed_field_is_one_row_of_the_request(
    second: dict[str, Any], request_row: tuple[str, ...], wire_row: tuple[str, ...]
) -> None:
    """Unset, and each kind of value, are told apart, in the body and as parts."""
    found = compare(a_run(), a_run(second))

    assert [(row.what, row.first, row.second) for row in found.request] == [request_row]
    assert wire_row in [(row.what, row.first, row.second) for row in found.wire]
    assert found.wire[-1].what == "digest"
    assert found.reply == found.ledger == ()


def test_a_null_differs_from_unset_though_the_wire_is_the_same() -> None:
    """Form data has no null: the body differs, the parts do not."""
    found = compare(a_run(), a_run(BODY | {"size": None}))

    assert [(row.what, row.first, row.second) for row in found.request] == [("size", "–", "null")]
    assert found.wire == ()


SENT = a_run().sent
IMAGE, MODEL, *REST = SENT.parts
FIRST, SECOND = a_run().pictures


@pytest.mark.parametrize(
    ("sent", "row"),
    [
        ({"method": "PUT"}, ("method", "POST", "PUT")),
        ({"url": SENT.url.replace("127.0.0.1", "h")}, ("host", "http://127.0.0.1:4010", "http://h:4010")),
        ({"url": SENT.url + "?a=1"}, ("path", "/v2/router/images/variations", "/v2/router/images/variations?a=1")),
        ({"timeout_s": 1.5}, ("timeout", "60 s", "1.5 s")),
        ({"timeout_s": 60.0000001}, ("timeout", "60 s", "60.0000001 s")),
        ({"headers": (*SENT.headers, ("X-Emulator-Scenario", "flaky"))}, ("header x-emulator-scenario", "–", "flaky")),
        ({"digest": "f" * 64}, ("digest", f"sha256 {SENT.digest[:12]}", "sha256 ffffffffffff")),
        ({"parts": (MODEL, IMAGE, *REST)}, ("order of the parts", "image, model, n, orq", "model, image, n, orq")),
        (
            {"parts": (IMAGE.model_copy(update={"filename": "x.png"}), MODEL, *REST)},
            ("part image · filename", '"cat.png"', '"x.png"'),
        ),
        (
            {"parts": (IMAGE.model_copy(update={"content_type": "image/webp"}), MODEL, *REST)},
            ("part image · content type", '"image/png"', '"image/webp"'),
        ),
        (
            {"parts": (IMAGE.model_copy(update={"size": 1234, "sha256": "a" * 64}), MODEL, *REST)},
            ("part image", f"{IMAGE.size} bytes, sha256 {IMAGE.sha256[:12]}", "1,234 bytes, sha256 aaaaaaaaaaaa"),
        ),
        (
            {"parts": (IMAGE, MODEL.model_copy(update={"content_type": "text/plain"}), *REST)},
            ("part model · content type", "–", '"text/plain"'),
        ),
        (
            {"parts": (IMAGE, MODEL.model_copy(update={"content_type": ""}), *REST)},
            ("part model · content type", "–", '""'),
        ),
    ],
)
def test_each_change_of_the_wire_is_one_row(sent: dict[str, Any], row: tuple[str, str, str]) -> None:
    """Line, headers, patience, order, and each fact of a part."""
    found = compare(a_run(), a_run(sent=SENT.model_copy(update={**sent})))

    assert [(one.what, one.first, one.second) for one in found.wire] == [row]


def test_only_the_mask_of_a_key_is_seen() -> None:
    """That one run went with a key is told, the key is not."""
    found = compare(a_run(), a_run(connection=replace(EMULATOR, api_key=SecretStr("sk-secret"))))

    assert [row.what for row in found.wire] == ["header authorization"]
    assert "sk-secret" not in repr(found)


@pytest.mark.parametrize(
    ("change", "row", "volatile"),
    [
        ({"state": "failed"}, ("state", "done", "failed"), False),
        ({"status": 201}, ("HTTP status", "200", "201"), False),
        ({"served": None}, ("model that served", "b/two", "–"), False),
        ({"duration_ms": 950.0}, ("time · whole call", "812 ms", "950 ms"), True),
        ({"timings": {"wait": 800.0, "tls": 4.2}}, ("time · tls", "–", "4 ms"), True),
        ({"headers": (("date", "Sun"), *HEADERS[1:])}, ("header date", "Sat", "Sun"), True),
        ({"headers": HEADERS[:2]}, ("header x-request-id", "r1", "–"), False),
        ({"headers": (*HEADERS, ("via", "1"))}, ("header via", "–", "1"), False),
        ({"headers": (*HEADERS[:2], ("x-request-id", "r2"))}, ("header x-request-id", "r1", "r2"), True),
        ({"headers": (*HEADERS, ("date", "Sun"))}, ("header date (2)", "–", "Sun"), False),
        ({"response": REPLY | {"created": 8}}, ("response.created", "7", "8"), True),
        ({"response": REPLY | {"size": "auto"}}, ("response.size", "–", '"auto"'), False),
        (
            {"response": REPLY | {"data": [{"url": "https://x/9"}, REPLY["data"][1]]}},
            ("response.data[0].url", '"https://x/1"', '"https://x/9"'),
            True,
        ),
        ({"error": Unreachable("h", "dns")}, ("error", "–", "Unreachable"), False),
        ({"notes": ((0, "odd", "image/png"),)}, ("note on result 1", "–", "odd (image/png)"), False),
        ({"notes": ((None, "events", "2"),)}, ("note on the reply", "–", "events (2)"), False),
        (
            {"results": (FIRST, MissingPicture(1, "http_status", "403"))},
            (
                "result 2",
                f"image/webp, 2 × 3, {SECOND.size} bytes, sha256 {SECOND.sha256[:12]}",
                "lost: http_status (403)",
            ),
            False,
        ),
    ],
)
def test_each_change_of_the_answer_has_its_row(change: dict[str, Any], row: tuple[str, ...], volatile: bool) -> None:
    """What differs on every call is marked as such; that one side has none of it is not."""
    found = compare(a_run(), a_run(**change))

    assert row in [(one.what, one.first, one.second) for one in found.reply]
    assert [one.what for one in found.reply if not one.what.startswith("error.")] == [row[0]]
    assert found.reply[0].volatile is volatile


def test_errors_are_told_fact_by_fact() -> None:
    """Two refusals differ in the facts that differ, and each one's trace is only noise."""
    first, second = (Refused(429, text, code="c", trace_id=text, headers=(("via", text),)) for text in ("x", "y"))

    found = compare(a_run(error=first, headers=()), a_run(error=second, headers=()))

    assert [(row.what, row.volatile) for row in found.reply] == [
        ("error.message", False),
        ("error.trace_id", True),
        ("header via", False),
    ]


def test_a_header_that_comes_twice_is_as_volatile_as_the_first() -> None:
    """Of a header that differs on every call the second line is marked too."""
    first, second = (a_run(headers=(("server-timing", "a"), ("server-timing", text))) for text in ("b", "c"))

    found = compare(first, second)

    assert [(row.what, row.volatile) for row in found.reply] == [("header server-timing (2)", True)]


def test_an_empty_answer_is_not_none() -> None:
    """A reply that was an empty object differs from a call without one, and from one with members."""
    nothing, empty, full = (a_run(response=response) for response in (None, {}, {"a": 1}))

    rows = [[(row.what, row.first, row.second) for row in compare(one, empty).reply] for one in (nothing, empty, full)]

    assert rows == [[("response", "–", "{}")], [], [("response.a", "1", "–")]]
