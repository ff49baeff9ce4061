"""What is taken for a key, what only stands in for one, and what is an ordinary text."""

import json

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.importers import Code, read
from orq_ui.importers.credential_scan import secrets_in
from tests.importers.samples import URL

KEYS = (
    ("Authorization: Bearer abcdef123456", "abcdef123456"),
    ("Authorization%3A%20Bearer%20abcdef123456", "abcdef123456"),
    ('\\"authorization\\": \\"abcdef123456\\"', "abcdef123456"),
    ("ORQ_API_KEY=abcdef123456 curl", "abcdef123456"),
    ("apiKey: 'abcdef123456',", "abcdef123456"),
    ('headers["x-api-key"] = "abcdef123456"', "abcdef123456"),
    ("https://me:abcdef123456@example.com/", "abcdef123456"),
    ("user=eyJhbGciOi.eyJzdWIi.c2lnbmF0", "eyJhbGciOi.eyJzdWIi.c2lnbmF0"),
    ("anything sk-orq-0123456789abcdef at all", "sk-orq-0123456789abcdef"),
)
NONE = (
    'Authorization: "Bearer $ORQ_API_KEY"',
    "Authorization: Bearer ${ORQ_API_KEY}",
    "Authorization: Bearer %ORQ_API_KEY%",
    "Authorization: Bearer <token>",
    "Authorization: Bearer YOUR_API_KEY",
    'api_key=os.environ["ORQ_API_KEY"], n=2',
    "apiKey: process.env.ORQ_API_KEY,",
    "apiKey: process.env['ORQ_API_KEY'] ?? '',",
    "a task-2024-report and https://example.com:8080/x@y",
)


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_a_key_is_found(text: str, key: str) -> None:
    """By its name, by what stands before it, or by its looks."""
    found = secrets_in(text)

    assert key in found


@pytest.mark.parametrize("text", NONE)
def test_a_stand_in_is_no_key(text: str) -> None:
    """Where the key is only to be filled in, there is none to drop."""
    assert secrets_in(text) == set()


def test_a_key_in_a_field_is_masked_and_told() -> None:
    """A key that stands in the body itself is not sent as part of it."""
    imported = read(json.dumps({"model": "a/b", "orq": {"identity": {"id": "Bearer sk-orq-0123456789abcdef"}}}))

    assert imported.request.sent()["orq"] == {"identity": {"id": "Bearer ••••••••"}}
    assert [note.code for note in imported.notes] == [Code.KEY_DROPPED]


def test_a_key_hidden_by_escapes_is_found() -> None:
    """What only shows once a text is read is masked too."""
    imported = read(r'{"model": "a/b", "user": "s\u006b-orq-0123456789abcdef"}')

    assert imported.request.sent()["user"] == "••••••••"


NESTED = (
    {"orq": {"token": "abc"}},
    {"orq": {"identity": {"id": "1", "metadata": [{"api_key": "abc"}]}}},
    {"headers": [{"name": "X-Api-Key", "value": "abc"}]},
    {"header": {"key": "Authorization", "value": "Bearer abc"}},
    {"cookies": {"sid": "abcdefgh"}},
    {"url": "https://x.example/y?token=abc&b=1"},
    {"auth": {"bearer": [{"key": "token", "value": "abcdefgh"}]}},
)


@pytest.mark.parametrize("extra", NESTED, ids=str)
def test_a_key_is_found_by_its_name_at_any_level(extra: dict[str, object]) -> None:
    """Also in a pair of name and value, and however short; the card says that it was dropped."""
    imported = read(json.dumps({"model": "a/b", **extra}))

    assert "abc" not in json.dumps(imported.request.sent())
    assert Code.KEY_DROPPED in [note.code for note in imported.notes]


def test_a_short_key_masks_nothing_but_itself() -> None:
    """Words like it stay, and where it stands after its name it goes."""
    plain = read("curl https://x.example -H 'Authorization: Bearer cat' -F model=a/cat -F user=cat")
    written = read('{"model": "a/cat", "user": "Bearer cat", "orq": {"name": "cat"}}')

    assert plain.request.sent() == {"model": "a/cat", "user": "cat"}
    assert Code.KEY_DROPPED in [note.code for note in plain.notes]
    assert written.request.sent() == {"model": "a/cat", "user": "Bearer ••••••••", "orq": {"name": "cat"}}
    assert [note.code for note in written.notes] == [Code.KEY_DROPPED]


@pytest.mark.parametrize(
    "user", ["basic user", "the token of", "max_tokens: 5", "key: value", "bearer of news", "password: reset page"]
)
def test_nothing_is_said_to_be_dropped_that_stays(user: str) -> None:
    """Words such as basic are no keys of their own."""
    imported = read(json.dumps({"model": "a/b", "user": user}))

    assert imported.request.sent()["user"] == user
    assert imported.notes == ()


def test_a_place_for_a_key_is_no_key() -> None:
    """A placeholder goes too, and nothing is said to have been found."""
    imported = read('{"model": "a/b", "api_key": "<YOUR KEY>"}')

    assert imported.request.sent() == {"model": "a/b"}
    assert [note.code for note in imported.notes] == [Code.IGNORED]


@pytest.mark.parametrize("argument", ["auth=('u', '{}')", "cookies={{'sid': '{}'}}"])
def test_passwords_and_cookies_of_a_call_are_keys(argument: str) -> None:
    """What a call signs in with is dropped wherever else it is."""
    key = "correcthorse"
    imported = read(
        f"import requests\nrequests.post('{URL}', {argument.format(key)}, data={{'model': 'm', 'user': '{key}'}})"
    )

    assert key not in repr(imported)
    assert Code.KEY_DROPPED in [note.code for note in imported.notes]


def test_a_refusal_has_no_key_in_what_it_came_from() -> None:
    """The error that a reader raised is no context of the one that is raised: a log would show it."""
    with pytest.raises(InvalidInput) as refused:
        read('{"sk-orq-0123456789abcdef": 1}')

    assert "••••" in refused.value.reason
    assert refused.value.__context__ is None
