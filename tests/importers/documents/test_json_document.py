"""Where in a document the one request is, and what is said of a document that has none or several."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, Kind, read
from tests.importers.samples import read_facts

CALL = {"model": "a/b", "n": 2}
INNER = json.dumps(CALL)
FOUND: tuple[tuple[Any, str], ...] = (
    ({"json": CALL}, "json"),
    ({"anything": {"at": [{"all": CALL}]}}, "anything.at[0].all"),
    ([CALL], "[0]"),
    ({"requestBody": INNER, "status": 200}, "requestBody"),
    ({"Records": [{"body": json.dumps({"payload": CALL})}]}, "Records[0].body.payload"),
    ({"inputs": CALL, "outputs": {"data": [{"url": "https://x.example"}]}}, "inputs"),
    ({"request": {"body": CALL}, "error": {"message": "no"}}, "request.body"),
    ({"request": CALL, "response": {"model": "c/d", "id": "x"}}, "request"),
    ({"defaults": {"n": 3, "size": "512x512"}, "call": CALL}, "call"),
    ({"name": "mine", "call": CALL}, "call"),
    ({"a": CALL, "b": {"n": 2, "model": "a/b"}}, "a"),
    ([{"name": "model", "value": "a/b"}, {"name": "n", "value": "2"}], ""),
    ({"body": {"form": [{"key": "model", "value": "a/b"}, {"key": "n", "value": 2}]}}, "body.form"),
)
REFUSED: tuple[tuple[Any, str], ...] = (
    ({"foo": 1, "bar": {"baz": []}}, "is JSON with none of this call's fields: keys foo, bar"),
    ({}, "it is empty"),
    ([], "a body is an object"),
    ([1, "x"], "a body is an object"),
    ({"name": "Sam", "user": "s", "age": 3}, "none of this call's fields: keys name, user, age"),
    ({"name": "x", "size": 5, "image": {"a": 1}, "tags": []}, "none of this call's fields"),
    ([{"model": "a"}, {"model": "b"}], "holds 2 different requests: [0], [1]"),
    ({"kind": "orq-ui presets", "presets": [{}, {}]}, "is a file of 2 presets"),
    ({"parts": [], "received_at": 1}, "whose request had no parts"),
    ({"format": "orq-ui run", "run": {}}, "without its request"),
    ({"log": {"entries": []}}, "is a HAR without a call to images/variations"),
)


@pytest.mark.parametrize(("document", "place"), FOUND, ids=[place or "rows" for _, place in FOUND])
def test_the_one_request_is_found_at_any_level(document: Any, place: str) -> None:
    """Under whatever name, in a list, or as JSON within a text; the card says where."""
    imported = read(json.dumps(document))

    assert imported.request.sent() == CALL
    assert [note.path for note in imported.notes if note.code is Code.FOUND_IN] == [place]


@pytest.mark.parametrize(("document", "reason"), REFUSED, ids=[reason[:40] for _, reason in REFUSED])
def test_what_holds_no_request_or_several_is_refused(document: Any, reason: str) -> None:
    """Nothing known is no request, and of several none is guessed."""
    with pytest.raises(InvalidInput) as refused:
        read(json.dumps(document))

    assert reason in refused.value.reason


@pytest.mark.parametrize(
    "body", [{"retry": {"count": 2}}, {"user": "u", "n": 1}, {"name": "x"}, {"timeout": {"call_timeout": 5}, "seed": 1}]
)
def test_a_body_of_ordinary_words_is_a_body(body: dict[str, Any]) -> None:
    """Where most of an object is known, it is a request or an option of one, whatever else it holds."""
    sent = read(json.dumps(body)).request.sent()

    assert body in (sent, sent.get("orq"))


def test_lines_of_json_and_texts_of_json() -> None:
    """One line is one request; a text in quotes is what is in it."""
    assert read(INNER + "\n").request.sent() == CALL
    assert read(json.dumps(INNER)).request.sent() == CALL
    assert read(json.dumps("curl https://x.example -F model=a/b -F n=2")).request.sent() == CALL
    assert read('{"orq": "{\\"name\\": \\"x\\"}", "model": "a/b"}').request.sent()["orq"] == {"name": "x"}


def test_variables_of_templates_are_left_out() -> None:
    """What a template or an environment would fill in is not known here."""
    imported = read(
        '{"model": "a/b", "n": {{n}}, "user": "${USER_ID}", "orq": {"name": "{{ name }}", "retry": {"count": 1}}}'
    )

    assert imported.request.sent() == {"model": "a/b", "orq": {"retry": {"count": 1}}}
    missing = [(note.path, note.detail) for note in imported.notes if note.code is Code.FROM_ENVIRONMENT]
    assert missing == [("n", "n"), ("user", "USER_ID"), ("orq.name", "name")]


def test_a_record_without_a_body_is_read_from_its_parts() -> None:
    """The emulator keeps no body of what it refused at once."""
    parts = [
        {"name": "image", "filename": "cat.png", "content_type": "image/png", "size": 3, "sha256": "0", "text": None},
        {"name": "n", "filename": None, "content_type": None, "size": 1, "sha256": "0", "text": "2"},
        {"name": "model", "filename": None, "content_type": None, "size": 3, "sha256": "0", "text": "a/b"},
    ]

    imported = read(json.dumps({"id": "x", "received_at": 1.5, "body": None, "parts": parts}))

    assert (imported.kind, imported.request.sent()) == (Kind.RECORD, CALL)
    assert [note.detail for note in imported.notes if note.code is Code.PICTURE_NAMED] == ["cat.png"]


def test_one_preset_is_its_options() -> None:
    """They belong into ``orq``."""
    saved = {"kind": "orq-ui presets", "version": 1, "presets": [{"name": "p", "options": {"retry": {"count": 2}}}]}

    assert read(json.dumps(saved)).request.sent() == {"orq": {"retry": {"count": 2}}}


def test_a_name_that_comes_twice_is_noted() -> None:
    """The last value counts, as in every parser of JSON, and the note says that there was another."""
    text = '{"model": "a/b", "n": 1, "orq": {"retry": {"count": 1}, "retry": {"count": 2}}, "n": 2}'
    reason = "all but the last of its values"

    assert read_facts(text) == (
        {"model": "a/b", "n": 2, "orq": {"retry": {"count": 2}}},
        {("n", reason), ("retry", reason)},
    )


def test_expressions_of_n8n_are_json() -> None:
    """Its ``=`` is no part of the text, and a variable is left out."""
    parameters = {"jsonBody": '={"model": "a/b", "n": {{ $json.count }}, "user": "{{ $json.user }}"}'}

    body, left_out = read_facts(json.dumps({"nodes": [{"parameters": parameters}]}))

    assert body == {"model": "a/b"}
    assert left_out == {("n", "json.count"), ("user", "json.user")}
