"""Collections: folders, variables, kinds of bodies, and what is switched off."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, Kind, read
from tests.importers.samples import URL

FORM = {"mode": "formdata", "formdata": [{"key": "model", "value": "a/b"}]}
ADDRESSES: tuple[Any, ...] = (
    URL,
    "{{base}}/v2/router/images/variations",
    "{{url}}",
    {"raw": "{{base}}/v2/router/images/variations?x=1"},
    {"protocol": "https", "host": ["my", "orq", "ai"], "path": ["v2", "router", "images", "variations"]},
    {"host": "{{host}}", "path": "v2/router/images/variations"},
)
BODIES: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"mode": "raw", "raw": '{"model": "{{m}}", "n": {{n}}, "user": "u"}'}, {"user": "u", "model": "x/y"}),
    ({"mode": "urlencoded", "urlencoded": [{"key": "model", "value": "a/b"}, {"key": "n", "value": "2"}]},
     {"model": "a/b", "n": 2}),
    ({"mode": "formdata", "formdata": [
        {"key": "model", "value": "{{m}}"}, {"key": "n", "value": "3", "disabled": True},
        {"key": "size", "value": "{{size}}"}, {"key": "image", "type": "file", "src": ["/me/cat.png"]},
        {"key": "orq", "value": '{"name": "{{name}}", "retry": {"count": 2}}', "contentType": "application/json"}]},
     {"model": "x/y", "orq": {"retry": {"count": 2}}}),
)  # fmt: skip


def collection(body: dict[str, Any], url: Any = URL, **members: Any) -> dict[str, Any]:
    """Return a collection with the call in a folder of a folder."""
    call = {"name": "vary", "request": {"method": "POST", "header": [], "url": url, "body": body}}
    other = {"name": "models", "request": {"method": "GET", "url": "https://x.example"}}
    return {"info": {"name": "orq"}, "item": [other, {"name": "a", "item": [{"name": "b", "item": [call]}]}]} | members


@pytest.mark.parametrize("url", ADDRESSES, ids=str)
def test_the_call_is_found_by_its_address(url: Any) -> None:
    """Written as a text or in pieces; one that is a variable may be this call's."""
    imported = read(json.dumps(collection(FORM, url)))

    assert (imported.kind, imported.request.sent()) == (Kind.POSTMAN, {"model": "a/b"})
    assert [note.path for note in imported.notes if note.code is Code.FOUND_IN] == ["vary"]


@pytest.mark.parametrize(("body", "sent"), BODIES, ids=[body["mode"] for body, _ in BODIES])
def test_bodies_and_variables(body: dict[str, Any], sent: dict[str, Any]) -> None:
    """A variable that the collection defines has its value there; others are left out with a note."""
    imported = read(json.dumps(collection(body, variable=[{"key": "m", "value": "x/y"}, {"key": "n", "value": ""}])))

    assert imported.request.sent() == sent


def test_an_exported_wrapper_and_a_single_item() -> None:
    """Postman's API wraps a collection; its app copies one item."""
    whole = collection(FORM)

    assert read(json.dumps({"collection": whole})).request.sent() == {"model": "a/b"}
    assert read(json.dumps(whole["item"][1]["item"][0]["item"][0])).request.sent() == {"model": "a/b"}


def test_of_several_calls_the_first_is_read_with_a_note() -> None:
    """A collection does not say which was sent last."""
    two = collection(FORM)
    two["item"].append({"name": "again", "request": {"method": "POST", "url": URL, "body": FORM}})

    found = next(note for note in read(json.dumps(two)).notes if note.code is Code.FOUND_IN)

    assert (found.path, found.detail) == ("vary", "the first of 2 calls to images/variations")


def test_a_collection_without_the_call_is_named() -> None:
    """Its other calls are not taken for it."""
    with pytest.raises(InvalidInput, match="is a Postman collection without a call to images/variations"):
        read(json.dumps(collection(FORM, "https://x.example/v1/other")))


@pytest.mark.parametrize(
    "auth",
    [
        {"type": "bearer", "bearer": [{"key": "token", "value": "a-long-secret-key", "type": "string"}]},
        {"type": "bearer", "bearer": {"token": "a-long-secret-key"}},
        {
            "type": "apikey",
            "apikey": [{"key": "value", "value": "a-long-secret-key"}, {"key": "key", "value": "X-Key"}],
        },
        {"type": "basic", "basic": [{"key": "password", "value": "a-long-secret-key"}]},
    ],
)
def test_a_key_in_an_auth_block_is_dropped(auth: dict[str, Any]) -> None:
    """And the card says so, also where it stands in a field too."""
    body = {"mode": "urlencoded", "urlencoded": [{"key": "user", "value": "a-long-secret-key"}]}

    imported = read(json.dumps(collection(body, auth=auth)))

    assert imported.request.sent() == {"user": "••••••••"}
    assert any(note.code is Code.KEY_DROPPED for note in imported.notes)


def test_an_export_of_insomnia_is_read() -> None:
    """Version 4 as JSON, version 5 as YAML, folders and all."""
    rows = [{"name": "model", "value": "a/b"}, {"name": "image", "type": "file", "fileName": "/me/cat.png"}]
    request = {"_type": "request", "method": "POST", "url": "{{ _.base }}/images/variations", "body": {"params": rows}}
    fifth = """type: collection.insomnia.rest/5.0
collection:
- name: folder
  children:
  - name: vary
    url: "{{ _.base }}/v2/router/images/variations"
    method: POST
    body:
      mimeType: application/json
      text: '{"model": "a/b", "user": "{{ _.user }}"}'
"""

    for text in (json.dumps({"_type": "export", "__export_format": 4, "resources": [request]}), fifth):
        imported = read(text)

        assert (imported.kind, imported.request.sent()) == (Kind.INSOMNIA, {"model": "a/b"})
