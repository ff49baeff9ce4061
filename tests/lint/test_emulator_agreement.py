"""What the emulator refuses at once is an error in Check, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.emulator import Options
from orq_ui.emulator.api_error import ApiError
from orq_ui.emulator.body_stage import parse_body
from orq_ui.emulator.contract import check_body
from orq_ui.emulator.multipart_stage import Part
from orq_ui.emulator.picture_stage import required_image
from orq_ui.errors import InvalidInput
from orq_ui.imaging import Picture
from orq_ui.json_edits import Edit, apply_edits
from orq_ui.lint import Finding, check
from orq_ui.routing import Policy, odds
from orq_ui.wire import encode
from tests.emulator.harness import QUICK, running_app
from tests.lint.cases import EMULATOR, SQUARE, A, B, C
from tests.strategies import bodies

Body = dict[str, Any]
EVERYTHING: Body = {
    "model": A,
    "n": 2,
    "response_format": "url",
    "size": "256x256",
    "user": "u-1",
    "retry": {"count": 2, "on_codes": [429, 503]},
    "fallbacks": [{"model": B}, {"model": C}],
    "fallback_on_codes": [429, 500],
    "cache": {"type": "exact_match", "ttl": 60},
    "timeout": {"call_timeout": 30_000},
    "orq": {
        "name": "run",
        "retry": {"count": 1, "on_codes": [500]},
        "load_balancer": {"type": "weight_based", "models": [{"model": A, "weight": 0.4}, {"model": B, "weight": 0.6}]},
        "prompt": {"id": "p", "version": "latest"},
        "identity": {"id": "ada", "email": "ada@example.com", "tags": ["a"], "metadata": [{"a": 1}]},
    },
}
BASES: list[Body] = [{"model": A}, EVERYTHING, {"model": B, "orq": {}}]
PERSON = {"id": "ada"}
ODD: list[Any] = [
    *[None, True, False, "", " ", "x", "3", "03", "2.0", "1e3", "[]", "{}", "null", '{"model":"x/b"}', "429"],
    *[-1, 0, 0.5, 1.0, 2.5, 3, 429, 1e16, 10**45, [], [None], [429], ["429"], [{}], {}, {"model": A}, {"a": [1]}],
]
NEAR: dict[Kind, list[Any]] = {
    Kind.TEXT: ["x", "", "é", 5, 2.5],
    Kind.NUMBER: [0, 0.0005, 0.001, 0.5, 1, 1.0, 1.001, 30, 999, 259_200, 259_201, 1e15, 1e16, 10**20, -1],
    Kind.INTEGER: [0, 1, 2.0, 2.5, 5, 6, 10, 11, "3", "2.5", "03"],
    Kind.CHOICE: ["url", "b64_json", "256x256", "URL"],
    Kind.CONSTANT: ["latest", "weight_based", "exact_match"],
    Kind.MODEL: [A, "malformed", "", " x/a", "x/a b", "x//", "/x", 5],
    Kind.EMAIL: [
        "ada@example.com",
        "ada@localhost",
        "ada@example..com",
        "@",
        "a@b@c",
        "a b@c.de",
        "ada",
        "a@.b",
        "a@b.",
    ],
    Kind.URL: ["https://example.com", "x"],
    Kind.CODES: [
        *[[], [429], [429, 429], [429, 429.0], ["429", 429], [600], [599], [100], [99], [399], [200], [429.5]],
        *[[404], [400, 401], [True], list(range(400, 420)), list(range(400, 421)), [429] * 501, 429, "429"],
    ],
    Kind.TEXTS: [[], ["a"], ["a", "a"], [5], ["a"] * 501],
    Kind.PAIRS: [[], [{}], [{"a": {"b": [10**45]}}], ["a"]],
    Kind.OBJECT: [{}, {"id": "a", "version": "latest"}, {"count": 0}, {"type": "exact_match"}, PERSON, "{}"],
    Kind.OBJECTS: [
        *[[], [{}], [{"model": A}], [{"model": "malformed"}], [{"model": A}, {"model": "malformed"}]],
        *[[{"model": A, "weight": 0}], [{"model": A, "weight": 70}, {"model": B, "weight": 30}], [{"model": A}] * 501],
    ],
}
FIELDS = [member for top in fields_of(ImageVariationRequest) for member in top.walk() if member.kind is not Kind.IMAGE]


def place(field: Field, row: int) -> tuple[str | int, ...]:
    """Return a path to a field; in a list it is one of the first rows."""
    lists = {other.path for other in FIELDS if other.kind is Kind.OBJECTS}
    steps: list[str | int] = []
    for end, step in enumerate(field.path, 1):
        steps.append(step)
        if field.path[:end] in lists and end < len(field.path):
            steps.append(row)
    return tuple(steps)


def edits_of(field: Field) -> st.SearchStrategy[Edit]:
    """Draw an odd or a nearly right value for a field."""
    values = st.sampled_from(ODD) | st.sampled_from(NEAR[field.kind])
    return st.builds(Edit, st.sampled_from([place(field, 0), place(field, 1)]), values)


unnamed = st.builds(Edit, st.sampled_from([("extra",), ("orq", "extra")]), st.sampled_from(ODD))
edits = st.one_of(*map(edits_of, FIELDS), unnamed)
mutated = st.builds(apply_edits, st.sampled_from(BASES), st.lists(edits, min_size=1, max_size=3))


def is_refused(body: Body, picture: Picture | None = SQUARE) -> bool:
    """Return whether the emulator's stages refuse a request whatever is drawn for it."""
    wire = encode(ImageVariationRequest.as_is(body), picture, EMULATOR)
    try:
        parsed = parse_body(
            tuple(Part(part.name, part.filename, part.content_type, part.content) for part in wire.parts)
        )
        check_body(parsed.body)
        required_image(parsed.image)
        return odds(Policy.from_body(parsed.body), QUICK).success == 0
    except (ApiError, InvalidInput):
        return True


def errors(body: Body, picture: Picture | None = SQUARE) -> list[Finding]:
    """Return what Check says that the emulator refuses."""
    found = check(ImageVariationRequest.as_is(body), picture, EMULATOR)
    return [finding for finding in found if finding.severity == "error"]


@settings(max_examples=1600)
@given(mutated, st.sampled_from([SQUARE] * 9 + [None]))
def test_check_and_emulator_refuse_the_same_of_damaged_bodies(body: Body, picture: Picture | None) -> None:
    """A body with odd values at odd places is an error in Check exactly where the emulator refuses it."""
    assert bool(errors(body, picture)) == is_refused(body, picture), errors(body, picture)


@settings(max_examples=400)
@given(bodies(unknown=True).filter(lambda body: not any(set("[]") & set(name) for name in body)))
def test_check_and_emulator_refuse_the_same_of_generated_bodies(body: Body) -> None:
    """So it is for bodies over every field, with texts of any kind and keys that the contract does not name.

    But for names with brackets at top level: the emulator reads them as places inside of an object.
    """
    assert bool(errors(body)) == is_refused(body), errors(body)


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    """Serve an emulator that waits for nothing; yield a client of it."""
    with running_app(Options(scenario=QUICK, time_scale=0)) as made:
        yield made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=mutated)
@example(body={"model": A})
@example(body=EVERYTHING)
def test_the_served_emulator_refuses_the_same(http: httpx.Client, body: Body) -> None:
    """Over a real socket it is the same, but for a load balancer that may draw a malformed id."""
    wire = encode(ImageVariationRequest.as_is(body), SQUARE, EMULATOR)
    files = [(part.name, (part.filename, part.content, part.content_type)) for part in wire.parts]
    reply = http.post("/v2/router/images/variations", files=files)
    found = check(ImageVariationRequest.as_is(body), SQUARE, EMULATOR)
    may_be_drawn = any(each.rule == "model-provider" for each in found)

    assert reply.status_code in {200, 400}
    if any(each.severity == "error" for each in found):
        assert reply.status_code == 400
    else:
        assert reply.status_code == 200 or may_be_drawn
