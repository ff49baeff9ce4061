"""What holds for any body, picture and connection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.api import ImageVariationRequest, OrqOptions, dotted
from orq_ui.errors import InvalidInput
from orq_ui.imaging import Picture
from orq_ui.lint import Finding, check
from orq_ui.lint.received import as_received
from orq_ui.routing import Policy, Scenario, odds
from orq_ui.wire import Connection
from tests.lint.cases import EMULATOR, LIVE, A
from tests.strategies import bodies, json_values, pictures

models = st.sampled_from(
    [A, "x/b", "dall-e-2", "openai/dall-e-2", "openai/dall-e-3", "openai/gpt-image-1", "emulator/riso", ""]
)
codes = st.lists(st.sampled_from([400, 404, 404.0, 408, 429, 500, 503, True, "429", None]), max_size=4)
rows = st.lists(
    st.fixed_dictionaries({"model": models}, optional={"weight": st.floats(0, 2) | st.none(), "note": st.just(1)}),
    max_size=4,
)
people = st.fixed_dictionaries(
    {}, optional={"id": st.sampled_from(["", "a"]), "email": st.just("x"), "logo_url": json_values()}
)
likely = {
    "name": st.text(max_size=2),
    "retry": st.fixed_dictionaries({}, optional={"count": st.integers(0, 6), "on_codes": codes, "onCodes": codes}),
    "fallbacks": rows,
    "fallback_on_codes": codes,
    "cache": st.fixed_dictionaries({}, optional={"type": st.just("exact_match"), "ttl": st.integers(0, 9000)}),
    "load_balancer": st.fixed_dictionaries({"models": rows}, optional={"type": st.just("weight_based")}),
    "timeout": st.fixed_dictionaries({}, optional={"call_timeout": st.sampled_from([None, 0, 1, 9e4, 10**6, 10**400])}),
}
nested = {**likely, "identity": people, "contact": people, "prompt": people}
misplaced = {"identity": people, "responseFormat": json_values(), "callTimeout": json_values(), "Model": json_values()}


def junk(fields: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects where each field is left out, likely, or anything."""
    return st.fixed_dictionaries({}, optional={name: value | json_values() for name, value in fields.items()})


own = {
    "model": models,
    "n": st.sampled_from([None, 0, 1, 4, 99]),
    "response_format": st.sampled_from(["url", "b64_json"]),
}
anything = junk({**own, **likely, **misplaced, "orq": junk(nested)})
connections = st.sampled_from([EMULATOR, LIVE, Connection("http://example.com", None, 5)])
anyone = st.one_of(
    bodies(unknown=True), anything, st.dictionaries(st.sampled_from(list(OrqOptions.model_fields)), json_values())
)


sound = st.builds(
    lambda model, top, nested: {"model": model, **top, "orq": nested},
    models,
    st.fixed_dictionaries({}, optional=likely),
    st.fixed_dictionaries({}, optional=likely),
)
CHANGES = {
    *("unknown-key", "model-provider", "fallback-primary", "fallback-repeated"),
    *("retry-codes-429", "timeout-ends-request", "fallback-codes-timeout", "retried-without-fallback"),
    *("call-timeout-seconds", "call-timeout-too-long", "worst-wait", "wait-without-limit"),
}
"""Rules whose messages say what their fixes change."""
TROUBLED = Scenario.model_validate(
    {
        "default": {
            "latency_ms": 900,
            "jitter_ms": 900,
            "faults": [{"status": code, "probability": 0.1} for code in (404, 408, 429, 500, 503)],
        },
        "models": {"x/b": {"faults": [{"status": 503, "probability": 0.3}]}},
    }
)


@pytest.mark.parametrize("n", [10**400, -(10**400), 1e300, "9" * 400, "-" + "9" * 400], ids=range(5))
def test_numbers_that_no_float_holds(n: object) -> None:
    """They are judged as any other number over its limit."""
    findings = found({"model": A, "n": n}, None, LIVE)

    assert any(finding.path == "n" for finding in findings)


def chances(body: dict[str, Any]) -> dict[str | int, float] | None:
    """Return how likely each model serves a request and each status ends it; None where no rule can read it."""
    try:
        found = odds(Policy.from_body(as_received(body)), TROUBLED)
    except InvalidInput:
        return None
    ends = defaultdict[str | int, float](float)
    ends.update(found.served)
    for failure in found.failures:
        ends[failure.status] += failure.probability
    return {end: probability for end, probability in ends.items() if probability}


def found(body: dict[str, Any], picture: Picture | None, connection: Connection) -> list[Finding]:
    return check(ImageVariationRequest.as_is(body), picture, connection)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[str]:
    """Every place of a body, dotted."""
    yield dotted(path)
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in members:
        yield from paths(member, (*path, step))


@given(anyone, st.none() | pictures(), connections)
def test_findings_point_at_places_that_are_there(
    body: dict[str, Any], picture: Picture | None, connection: Connection
) -> None:
    """Checking never raises, gives the same twice, and each path is in the body or is a missing required field."""
    there = {*paths(body), "image", "connection.api_key", "connection.base_url"}
    findings = found(body, picture, connection)

    assert findings == found(body, picture, connection)
    for finding in findings:
        missing = finding.message.endswith("is required.") and finding.path.rpartition(".")[0] in there
        assert finding.path in there or missing


@settings(max_examples=150)
@given(anyone, st.none() | pictures(), connections)
def test_a_fix_makes_its_finding_go_away(body: dict[str, Any], picture: Picture | None, connection: Connection) -> None:
    """After a fix its finding is gone, and no error was added."""
    findings = found(body, picture, connection)
    errors = sum(finding.severity == "error" for finding in findings)
    for finding in findings:
        if finding.fix is None or not finding.fix.edits:
            continue
        fixed = finding.fix.apply(body)
        after = found(fixed, picture, connection)

        assert (finding.rule, finding.path) not in {(each.rule, each.path) for each in after}
        assert sum(each.severity == "error" for each in after) <= errors


@settings(max_examples=300)
@given(sound)
def test_a_fix_keeps_the_odds_or_says_what_it_changes(body: dict[str, Any]) -> None:
    """Who serves a request is as likely after a fix as before, unless the finding is about just that."""
    before = chances(body)
    for finding in found(body, None, EMULATOR) if before else ():
        if finding.fix is None or finding.rule in CHANGES:
            continue

        assert chances(finding.fix.apply(body)) == pytest.approx(before, abs=1e-8), finding
