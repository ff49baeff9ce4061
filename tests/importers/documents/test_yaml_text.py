"""YAML: what its plain scalars mean, its bounds, and where it is wrong."""

# ruff: noqa: E501 - a row of a table is one text and what comes of it

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from orq_ui.errors import InvalidInput
from orq_ui.importers import Kind, read
from orq_ui.importers.documents.yaml_text import is_yaml, parse_yaml
from tests.complexity import LINEAR, growth
from tests.importers.test_round_trip import BODIES, Body

VALUES: tuple[tuple[str, Any], ...] = (
    ("a: 1\nb: -2\nc: 0.5\nd: 1.5e+3", {"a": 1, "b": -2, "c": 0.5, "d": 1500.0}),
    ("a: true\nb: False\nc: null\nd: ~\ne:", {"a": True, "b": False, "c": None, "d": None, "e": None}),
    ("a: yes\nb: no\nc: on\nd: 2026-11-27\ne: 1:30\nf: 0123", {"a": "yes", "b": "no", "c": "on", "d": "2026-11-27", "e": "1:30", "f": "0123"}),
    ("a: '1'\nb: \"true\"\nc: |\n  1\n", {"a": "1", "b": "true", "c": "1\n"}),
    ("d: &d {n: 1, s: x}\nr:\n  <<: *d\n  n: 2\n", {"d": {"n": 1, "s": "x"}, "r": {"n": 2, "s": "x"}}),
    ("r:\n  <<: [{a: 1}, {a: 2, b: 3}]\n", {"r": {"a": 1, "b": 3}}),
    ("--- # c\na: [1, {b: 2}]\n...\n", {"a": [1, {"b": 2}]}),
    ("---\na: 1\n---\nb: 2\n---\n", [{"a": 1}, {"b": 2}]),
)  # fmt: skip
WRONG = (
    ("a: 1\nb: 2\na: 3", "line 3, column 1", "there already"),
    ("a: !!python/object/apply:os.system [ls]", "line 1, column 4", "has a tag"),
    ("a: !secret x", "line 1, column 4", "has a tag"),
    ("a: *b", "line 1, column 4", "alias"),
    ("a: &a [*a]", "line 1, column 8", "alias"),
    ("a: 1\n<<: [1]", "line 2, column 1", "merges what is no mapping"),
    ("? [a]\n: 1", "line 1, column 3", "no text"),
    ("a: [1", "line", "is not YAML"),
    ("a: '\0'", "line", "is not YAML"),
    ("a: " + "[" * 200 + "]" * 200, "line 1", "100 levels"),
    ("a: &a [" + "x," * 99 + "]\nb: &b [" + "*a," * 99 + "]\nc: [" + "*b," * 99 + "]", "line 3", "more than 20,000 values"),
    ("a: " + "x" * 200_001, "line 1, column 1", "200,000 characters"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values(text: str, value: Any) -> None:
    """Numbers, true, false and null are values; whatever else is plain is a text, as in YAML 1.2."""
    assert parse_yaml(text) == value


@pytest.mark.parametrize(("text", "place", "reason"), WRONG, ids=[text[:20] for text, _, _ in WRONG])
def test_what_is_wrong_has_a_place(text: str, place: str, reason: str) -> None:
    """Tags, cycles, names that come twice, and more than any request needs."""
    with pytest.raises(InvalidInput) as refused:
        parse_yaml(text)

    assert refused.value.path.startswith(place)
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("model: a/b", True),
        ("# c\n\n---\n", True),
        ("- model: a", True),
        ('"model": a', True),
        ("x: Dict[str, int] = {}", False),
        ("curl x", False),
        ("https://x.example", False),
    ],
)
def test_yaml_is_told_by_its_first_line(text: str, told: bool) -> None:
    """A name, a colon and a blank; an annotated name of Python is none."""
    assert is_yaml(text) is told


@settings(max_examples=80)
@given(body=BODIES)
def test_a_dumped_body_comes_back(body: Body) -> None:
    """What PyYAML writes is read as it was, unknown keys and all."""
    text = yaml.safe_dump(body, sort_keys=False)

    imported = read(text)

    assert (imported.kind, imported.request.sent()) == (Kind.YAML, body)


@pytest.mark.parametrize("piece", ["- a\n", "[", "{a: ", "a: &a b\n", "*a ", "? ", "'", "a: |\n b\n"])
def test_no_text_takes_long(piece: str) -> None:
    """The time grows with the length alone, however odd the text."""

    def work(text: str) -> None:
        with suppress(InvalidInput):
            parse_yaml(text)

    assert growth(lambda count: "model: m\nx:\n" + piece * count, work, 20_000) < LINEAR


@pytest.mark.parametrize("text", ["---\n", "---\n---\n", "--- 5\n", "--- true"])
def test_a_document_without_a_mapping_is_refused(text: str) -> None:
    """An empty document, or a value alone, is YAML but no request."""
    with pytest.raises(InvalidInput):
        read(text)


def test_several_documents_are_several_requests() -> None:
    """The one that holds a request is read, and of two none is guessed."""
    assert read("kind: x\n---\nmodel: a/b\nn: 2\n").request.sent() == {"model": "a/b", "n": 2}
    with pytest.raises(InvalidInput, match="2 different requests"):
        read("model: a/b\nn: 1\n---\nmodel: c/d\nn: 2\n")
