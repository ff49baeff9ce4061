"""What holds for any body, picture and connection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.api import ImageVariationRequest, OrqOptions, dotted
from orq_ui.imaging import Picture
from orq_ui.lint import Finding, check
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
    """After a fix its finding is gone, no breach of the contract was added, and applying it again changes nothing."""
    findings = found(body, picture, connection)
    breaches = sum(finding.rule == "contract" for finding in findings)
    for finding in findings:
        if finding.fix is None or not finding.fix.edits:
            continue
        fixed = finding.fix.apply(body)
        after = found(fixed, picture, connection)

        assert (finding.rule, finding.path) not in {(each.rule, each.path) for each in after}
        assert sum(each.rule == "contract" for each in after) <= breaches
