"""What is shown as code comes back as the request it was made from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from orq_ui.api import Field, ImageVariationRequest, Kind, fields_of
from orq_ui.api.camel_case import as_typescript
from orq_ui.history.export.har import har, strict_json
from orq_ui.history.export.manifest import manifest_json
from orq_ui.importers import Code, read
from orq_ui.importers import Kind as ImportKind
from orq_ui.importers.credential_patterns import secrets_in
from orq_ui.importers.credential_scan import without_keys
from orq_ui.importers.imported import Findings
from orq_ui.snippets import Language, orq_python, orq_typescript, render
from orq_ui.ui.text.http_text import request_text
from orq_ui.wire import Connection, encode
from tests.history.samples import a_run
from tests.strategies import bodies, picture

CANARY = "sk-canary-5b1c09d2e4"
CONNECTION = Connection("https://my.orq.ai", SecretStr(CANARY))
FIELDS = tuple(field for field in fields_of(ImageVariationRequest) if field.kind is not Kind.IMAGE)
NUMBERS = {field.name for field in FIELDS if field.is_number}
Body = dict[str, Any]


def holds_no_key(body: Body) -> bool:
    """Return whether nothing in a body is, or looks like, a key: those do not come back."""
    return without_keys(body, Findings()) == body and not secrets_in(json.dumps(body, ensure_ascii=False))


BODIES = bodies(unknown=True).filter(holds_no_key)


def as_form(body: Body) -> Body:
    """Return what a form says: no null, no empty list of codes, and no types, so unknown scalars come back as texts."""
    return {
        name: _as_part(name, value) for name, value in body.items() if value is not None and not _is_empty(name, value)
    }


def as_curl(body: Body) -> Body:
    """Return what curl sends: it cannot write ``=`` or NUL in a name, nor an empty one."""
    return {name: value for name, value in as_form(body).items() if name and "=" not in name and "\0" not in name}


def as_python(body: Body) -> Body:
    """Return what the vendor's client sends: it drops keys that it does not know."""
    return _known(as_form(body), FIELDS, orq_python.MISSING)


def as_script(body: Body) -> Body:
    """Return what the vendor's TypeScript client sends: it knows fewer keys."""
    return _known(as_form(body), FIELDS, orq_typescript.MISSING)


EXPRESSED: dict[Language, Callable[[Body], Body]] = {
    Language.CURL: as_curl,
    Language.PYTHON: as_python,
    Language.TYPESCRIPT: as_script,
    Language.OPENAI: as_form,
    Language.HTTPX: as_form,
}


@pytest.mark.parametrize("language", list(Language))
@settings(max_examples=110)
@given(body=BODIES, with_picture=st.booleans())
def test_code_comes_back_as_its_request(language: Language, body: Body, *, with_picture: bool) -> None:
    """Of a request shown in a language, nothing is lost but what that language cannot say."""
    wire = encode(ImageVariationRequest.model_validate(body), picture() if with_picture else None, CONNECTION)

    imported = read(render(wire, language))

    assert imported.kind.value == language.value
    assert imported.request.sent() == EXPRESSED[language](body)
    named = [note.detail for note in imported.notes if note.code is Code.PICTURE_NAMED]
    assert named == (["cat.png"] if with_picture else [])
    assert not any(note.code is Code.KEY_DROPPED for note in imported.notes)


@settings(max_examples=100)
@given(body=BODIES, indent=st.none() | st.integers(0, 4), ascii_only=st.booleans())
def test_json_comes_back_whole(body: Body, indent: int | None, *, ascii_only: bool) -> None:
    """JSON says everything: nulls, unknown keys and types."""
    text = json.dumps(ImageVariationRequest.model_validate(body).sent(), indent=indent, ensure_ascii=ascii_only)

    assert read(text).request.sent() == body


@settings(max_examples=60)
@given(body=bodies())
def test_camel_case_comes_back_in_wire_names(body: Body) -> None:
    """JSON in the TypeScript client's spelling is the same request."""
    imported = read(json.dumps(as_typescript(body)))

    assert imported.request.sent() == body
    assert (Code.CAMEL_CASE in [note.code for note in imported.notes]) == (as_typescript(body) != body)


def _as_part(name: str, value: Any) -> Any:
    if isinstance(value, str | dict | list) or name in NUMBERS:
        return value
    return json.dumps(value)


def _is_empty(name: str, value: Any) -> bool:
    return name == "fallback_on_codes" and value == []


def _known(values: Body, fields: tuple[Field, ...], missing: frozenset[str]) -> Body:
    members = {field.name: field for field in fields if field.name not in missing}
    return {name: _member(value, members[name], missing) for name, value in values.items() if name in members}


def _member(value: Any, field: Field, missing: frozenset[str]) -> Any:
    if field.fields and isinstance(value, list):
        return [_known(item, field.fields, missing) for item in value]
    return _known(value, field.fields, missing) if field.fields else value


def is_clear_in_a_message(body: Body) -> bool:
    """Return whether a pasted message keeps a body: no line breaks but ``\\n``, no name that looks escaped."""
    plain = [*body, *(value for value in body.values() if isinstance(value, str))]
    return not any("\r" in text for text in plain) and not any(re.search(r"[%\\\\]", name) for name in body)


@settings(max_examples=80)
@given(body=BODIES.filter(is_clear_in_a_message), with_picture=st.booleans(), crlf=st.booleans())
def test_a_message_comes_back_as_its_request(body: Body, *, with_picture: bool, crlf: bool) -> None:
    """The Request tab's text is read, also as it goes over the wire."""
    wire = encode(ImageVariationRequest.model_validate(body), picture() if with_picture else None, CONNECTION)
    text = request_text(wire.redacted())

    imported = read(text.replace("\n", "\r\n") if crlf else text)

    assert imported.kind is ImportKind.HTTP
    assert imported.request.sent() == as_form(body)
    assert (Code.PICTURE_NAMED in [note.code for note in imported.notes]) == with_picture


@settings(max_examples=60)
@given(body=BODIES)
def test_an_archive_of_ours_comes_back_as_its_request(body: Body) -> None:
    """A run saved as HAR says what its form said."""
    run, _ = a_run(body=body)

    imported = read(strict_json(har(run), indent=2))

    assert imported.kind is ImportKind.HAR
    assert imported.request.sent() == as_form(body)


@settings(max_examples=60)
@given(body=BODIES)
def test_a_saved_run_comes_back_as_its_request(body: Body) -> None:
    """``run.json`` of a zip has the request itself, and the picture's name in its parts."""
    run, _ = a_run(body=body)

    imported = read(json.dumps(manifest_json(run, [])))

    assert (imported.kind, imported.request.sent()) == (ImportKind.RUN, body)
    assert [note.detail for note in imported.notes if note.code is Code.PICTURE_NAMED] == ["cat.png"]


@settings(max_examples=60)
@given(body=BODIES)
def test_a_collection_comes_back_as_its_request(body: Body) -> None:
    """A collection with the form's parts as Postman keeps them is the same form."""
    wire = encode(ImageVariationRequest.model_validate(body), None, CONNECTION)
    rows = [
        {"key": part.name, "value": part.text, "type": "text", "contentType": part.content_type} for part in wire.parts
    ]
    request = {"method": "POST", "url": {"raw": wire.url}, "body": {"mode": "formdata", "formdata": rows}}
    folder = {"name": "images", "item": [{"name": "vary", "request": request}]}

    imported = read(json.dumps({"info": {"name": "orq"}, "item": [folder]}))

    assert (imported.kind, imported.request.sent()) == (ImportKind.POSTMAN, as_form(body))
