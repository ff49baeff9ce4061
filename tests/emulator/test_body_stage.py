"""The ways in which clients write one and the same body."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.emulator.harness import Send, error_of

OPTIONS = {"retry": {"count": 2, "on_codes": [429, 500]}, "fallbacks": [{"model": "emulator/neon"}]}


def record(http: httpx.Client, reply: httpx.Response) -> dict[str, Any]:
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").json()
    return found


def field(text: str, media_type: str | None = None) -> tuple[Any, ...]:
    return (None, text) if media_type is None else (None, text, media_type)


WRITINGS = {
    "typed JSON": [("orq", field(json.dumps(OPTIONS), "application/json"))],
    "typed JSON with charset": [("orq", field(json.dumps(OPTIONS), "Application/JSON; charset=utf-8"))],
    "JSON as text": [("orq", field(json.dumps(OPTIONS)))],
    "JSON as a file": [("orq", ("orq.json", json.dumps(OPTIONS), "application/json"))],
    "brackets": [
        ("orq[retry][count]", field("2")),
        ("orq[retry][on_codes][]", field("429")),
        ("orq[retry][on_codes][]", field("500")),
        ("orq[fallbacks][][model]", field("emulator/neon")),
    ],
    "counted brackets": [
        ("orq[retry][count]", field("2.0")),
        ("orq[retry][on_codes][0]", field("429")),
        ("orq[retry][on_codes][1]", field("500.0")),
        ("orq[fallbacks][0][model]", field("emulator/neon")),
    ],
    "both": [
        ("orq[retry][count]", field("2")),
        ("orq", field(json.dumps({"retry": {"on_codes": [429, 500]}, "fallbacks": OPTIONS["fallbacks"]}))),
    ],
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_objects(vary: Send, http: httpx.Client, png: bytes, writing: str) -> None:
    """JSON with or without its type, as a file, in brackets, or mixed: the body is the same."""
    found = record(http, vary(files=[("image", ("a.png", png)), *WRITINGS[writing]]))

    assert found["body"] == {"model": "emulator/riso", "size": "256x256", "orq": OPTIONS}
    assert any("Bracket" in note for note in found["notes"]) == (writing in ("brackets", "counted brackets", "both"))


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("2.0", 2.0), ("02", 2), ("2e0", 2.0)])
def test_numbers(vary: Send, http: httpx.Client, text: str, number: float) -> None:
    """A number may come with or without its fraction."""
    reply = vary(n=text)

    assert len(reply.json()["data"]) == 2
    assert record(http, reply)["body"]["n"] == number


@pytest.mark.parametrize(
    "files",
    [
        [("fallback_on_codes", field("[429, 503]"))],
        [("fallback_on_codes", field("[429, 503]", "application/json"))],
        [("fallback_on_codes[]", field("429")), ("fallback_on_codes[]", field("503"))],
    ],
)
def test_fallback_codes(vary: Send, http: httpx.Client, png: bytes, files: list[Any]) -> None:
    """The list comes as JSON or as repeated fields, which is no matter for a note."""
    found = record(http, vary(files=[("image", ("a.png", png)), *files]))

    assert found["body"]["fallback_on_codes"] == [429, 503]
    assert found["notes"] == []


def test_repeated_codes_without_brackets(vary: Send, http: httpx.Client, png: bytes) -> None:
    """The name repeated without brackets is understood, with a note."""
    codes = [("fallback_on_codes", field("429")), ("fallback_on_codes", field("503"))]
    found = record(http, vary(files=[("image", ("a.png", png)), *codes]))

    assert found["body"]["fallback_on_codes"] == [429, 503]
    assert found["notes"]


@pytest.mark.parametrize("media_type", [None, "application/json"])
@pytest.mark.parametrize(
    ("name", "items", "place"),
    [
        ("fallback_on_codes", ["429"], ("fallback_on_codes",)),
        ("fallbacks", ['{"model":"emulator/neon"}'], ("fallbacks",)),
        ("fallbacks", ['{"model":"emulator/neon"}', '{"model":"emulator/riso"}'], ("fallbacks",)),
        ("orq[fallbacks]", ['{"model":"emulator/neon"}', '{"model":"emulator/riso"}'], ("orq", "fallbacks")),
        ("retry[on_codes]", ["429", "500"], ("retry", "on_codes")),
    ],
)
def test_a_list_item_by_item(
    vary: Send, http: httpx.Client, png: bytes, name: str, items: list[str], place: tuple[str, ...], media_type: str
) -> None:
    """A list may come as a part for each item, as OpenAPI 3 has it, also where it has a single one; a note says so."""
    parts = [(name, field(item, media_type)) for item in items]
    found = record(http, vary(files=[("image", ("a.png", png)), ("retry[count]", field("1")), *parts]))
    listed = found["body"]
    for step in place:
        listed = listed[step]

    assert listed == [json.loads(item) for item in items]
    assert any("item by item" in note for note in found["notes"])


def test_a_list_that_came_twice(vary: Send, png: bytes) -> None:
    """Two whole lists are refused rather than joined."""
    lists = [("fallbacks", field('[{"model":"emulator/neon"}]'))] * 2

    assert error_of(vary(files=[("image", ("a.png", png)), *lists])) == (400, "invalid_request_body", "fallbacks")


def test_ignored_keys_are_named(vary: Send, http: httpx.Client) -> None:
    """Keys that the contract does not name are noted with their places, the first twenty of them."""
    options = {"fallBacks": [], "retry": {"count": 1, "onCodes": [429]}, "fallbacks": [{"model": "a/b", "weight": 1}]}
    found = record(http, vary(seed="7", orq=json.dumps(options)))
    many = record(http, vary(orq=json.dumps({f"key {number}": number for number in range(500)})))

    for place in ("seed", "orq.fallBacks", "orq.retry.onCodes", "orq.fallbacks[0].weight"):
        assert f"The contract does not name {place}; it is ignored." in found["notes"]
    assert len(found["notes"]) == 4
    assert len(many["notes"]) == 20


NAMES = ["emulator/neon", "emulator/riso"]


@pytest.mark.parametrize(
    "keys",
    [
        [("model", NAMES[0]), ("weight", "0.2"), ("model", NAMES[1]), ("weight", "0.8")],
        [("model", NAMES[0]), ("model", NAMES[1]), ("weight", "0.2"), ("weight", "0.8")],
    ],
    ids=["one after the other", "key by key"],
)
def test_weighted_models_in_brackets(vary: Send, http: httpx.Client, png: bytes, keys: list[tuple[str, str]]) -> None:
    """Objects in a list may come one after the other, or all values of one key first."""
    files = [("load_balancer[type]", field("weight_based"))]
    files += [(f"load_balancer[models][][{key}]", field(value)) for key, value in keys]
    found = record(http, vary(files=[("image", ("a.png", png)), *files]))

    assert found["body"]["load_balancer"]["models"] == [
        {"model": NAMES[0], "weight": 0.2},
        {"model": NAMES[1], "weight": 0.8},
    ]


@pytest.mark.parametrize(
    ("names", "tree"),
    [
        (["a[][b][c]", "a[][b][d]", "a[][b][c]"], [{"b": {"c": "0", "d": "1"}}, {"b": {"c": "2"}}]),
        (["a[][b][]", "a[][b][]", "a[][c]"], [{"b": ["0", "1"], "c": "2"}]),
        (["a[]", "a[]"], ["0", "1"]),
        (["a[0][b]", "a[][c]", "a[][c]"], [{"b": "0", "c": "1"}, {"c": "2"}]),
    ],
)
def test_brackets_make_a_tree(vary: Send, http: httpx.Client, png: bytes, names: list[str], tree: list[object]) -> None:
    """Deep objects and lists in lists end up where a reader would put them."""
    files = [(name, field(str(place))) for place, name in enumerate(names)]
    found = record(http, vary(files=[("image", ("a.png", png)), *files]))

    assert found["body"]["a"] == tree


def test_unknown_fields_are_kept(vary: Send, http: httpx.Client, png: bytes) -> None:
    """What the contract does not name is part of the body, text as text, JSON as JSON; an unknown file is not."""
    extra = [("seed", field("07")), ("style", field('{"a":[1]}', "application/json")), ("mask", ("m.png", png))]
    found = record(http, vary(files=[("image", ("a.png", png)), *extra]))

    assert found["body"]["seed"] == "07"
    assert found["body"]["style"] == {"a": [1]}
    assert "mask" not in found["body"]
    assert "mask" in found["notes"][0]


def test_a_typed_null(vary: Send, http: httpx.Client, png: bytes) -> None:
    """JSON null for n is allowed and means one picture."""
    reply = vary(files=[("image", ("a.png", png)), ("n", field("null", "application/json"))])

    assert record(http, reply)["body"]["n"] is None
    assert len(reply.json()["data"]) == 1


@pytest.mark.parametrize("name", ["blob", "photo", "photo.gif"])
def test_a_filename_without_a_known_extension(vary: Send, http: httpx.Client, png: bytes, name: str) -> None:
    """The content decides, so it is served; a note says that a sister endpoint would refuse it."""
    found = record(http, vary(files={"image": (name, png, "application/octet-stream")}))

    assert "extension" in found["notes"][0]


def test_a_lone_surrogate(vary: Send, http: httpx.Client, png: bytes) -> None:
    """Half a character, written as an escape, comes back as the same escape."""
    user = [("user", field('"\\ud800"', "application/json"))]
    reply = vary(files=[("image", ("a.png", png)), *user])
    raw = http.get(f"/_emulator/requests/{reply.headers['x-emulator-ledger']}").text

    assert '"user":"\\ud800"' in raw


def test_a_field_that_came_twice(vary: Send, png: bytes) -> None:
    """A scalar or a picture sent twice is refused rather than guessed."""
    users = [("image", ("a.png", png)), ("user", (None, "a")), ("user", (None, "b"))]
    images = [("image", ("a.png", png)), ("image", ("b.png", png))]

    assert error_of(vary(files=users)) == (400, "invalid_request_body", "user")
    assert error_of(vary(files=images)) == (400, "invalid_request_body", "image")
