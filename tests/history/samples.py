"""Runs for tests: each made of a request that was really encoded, and of pictures that are some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import SecretStr

from orq_ui import errors
from orq_ui.api import ImageVariationRequest
from orq_ui.errors import OrqUiError
from orq_ui.history.error_json import error_to_json
from orq_ui.history.events import sent_request, stored_file, stored_picture, title_of
from orq_ui.history.run import SOURCE, Link, Parent, Run, State, StoredPicture
from orq_ui.imaging import MissingPicture, Picture, UnshownPicture
from orq_ui.redaction import Redactor
from orq_ui.wire import Connection, encode
from tests.strategies import bodies, json_values, picture, pictures, texts

KEY = "sk-of-a-test"
HERE = Connection("http://127.0.0.1:4010", SecretStr(KEY), 600)
LIVE = Connection("https://api.orq.ai", SecretStr(KEY), 600)
BODY = {"model": "openai/dall-e-2", "n": 2, "user": "ada", "orq": {"retry": {"count": 2}}}
CAT = picture()
CATS = (picture("PNG", 3, 3, "one.png"), picture("WEBP", 2, 3, "two.webp"))
STARTED = 1_790_000_000.25
NO_KEY = Redactor()
SURROGATES = ("", "\ud800", "\udfff\ud800", "\0")
ERRORS = tuple(kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OrqUiError))


def a_run(
    *,
    body: Mapping[str, Any] = BODY,
    source: Picture | None = CAT,
    variations: tuple[Picture | MissingPicture, ...] = CATS,
    connection: Connection = HERE,
    **changes: Any,
) -> tuple[Run, dict[int, Picture | UnshownPicture]]:
    """A finished run and its pictures by place; ``changes`` are fields of Run."""
    request = ImageVariationRequest.as_is(body)
    wire = encode(request, source, connection)
    pictures_ = {place: item for place, item in enumerate(variations) if isinstance(item, Picture | UnshownPicture)}
    results = tuple(_stored(place, item) for place, item in enumerate(variations))
    usual: dict[str, Any] = {
        "id": "0123456789abcdef0123456789abcdef",
        "state": "done",
        "started_at": STARTED,
        "duration_ms": 812.5,
        "model": str(body.get("model", "")),
        "served": "openai/dall-e-2",
        "host": "emulator",
        "emulated": True,
        "status": 200,
        "title": "cat.png",
        "source": None if source is None else stored_picture(SOURCE, source, NO_KEY),
        "results": results,
        "owner": "somebody",
        "request": request.sent(),
        "sent": sent_request(wire, NO_KEY),
        "headers": (("content-type", "application/json"), ("x-emulator-ledger", "l1")),
        "timings": {"connect": 0.5, "send": 0.25, "wait": 800.0, "receive": 2.0, "total": 805.0, "fetch": 7.5},
        "response": {"created": 1, "data": [{"b64_json": "iVBOR… (900 characters)"}], "odd": None},
        "ledger": {
            "attempts": [{"model": "openai/dall-e-2", "status": 200}],
            "verdict": {"served": "openai/dall-e-2"},
        },
    }
    return Run(**usual | changes), ({} if source is None else {SOURCE: source}) | pictures_


def _stored(place: int, item: Picture | MissingPicture) -> StoredPicture | MissingPicture:
    if isinstance(item, Picture):
        return stored_picture(place, item, NO_KEY)
    return stored_file(place, item, NO_KEY) if isinstance(item, UnshownPicture) else item


def comparable(run: Run) -> tuple[Run, dict[str, Any] | None]:
    """A run without its owner, and its error's facts: two errors are never equal."""
    return run.model_copy(update={"owner": "", "error": None}), None if run.error is None else error_to_json(run.error)


def awkward_texts() -> st.SearchStrategy[str]:
    """Text that may end in a NUL or in half a surrogate pair. A high half before a low one would be one character."""
    return st.builds(str.__add__, texts(), st.sampled_from(SURROGATES))


def failures() -> st.SearchStrategy[OrqUiError]:
    """Every class of the tree."""
    return st.sampled_from(ERRORS).flatmap(_error)


def runs() -> st.SearchStrategy[tuple[Run, dict[int, Picture | UnshownPicture]]]:
    """Any run: with unknown keys, nulls, odd text, in every state, with every error."""
    text, json_object = awkward_texts(), st.dictionaries(awkward_texts(), json_values() | awkward_texts(), max_size=3)
    sources = st.none() | pictures()
    lost = st.builds(MissingPicture, st.just(0), st.sampled_from(["nothing", "bad_base64"]), text)
    unshown = st.builds(UnshownPicture, st.just(0), st.sampled_from(["wrong_type", "bad_base64"]), text, st.binary())
    places = st.lists(pictures() | lost | unshown, max_size=3).map(
        lambda found: tuple(replace(x, place=n) if isinstance(x, MissingPicture) else x for n, x in enumerate(found))
    )
    parents = st.builds(
        Parent, run_id=st.just("f" * 32), link=st.sampled_from(get_args(Link)), place=st.none() | st.integers(0, 9)
    )
    return st.fixed_dictionaries(
        {
            "body": st.builds(dict.__or__, bodies(unknown=True), json_object),
            "source": sources,
            "variations": places,
            "id": st.text("0123456789abcdef", min_size=32, max_size=32),
            "state": st.sampled_from(get_args(State)),
            "started_at": st.floats(0, 4e9),
            "duration_ms": st.none() | st.floats(0, 1e7),
            "served": st.none() | text,
            "status": st.none() | st.integers(100, 599),
            "note": text,
            "starred": st.booleans(),
            "connection": st.sampled_from([HERE, LIVE]),
            "imported": st.booleans(),
            "tags": st.lists(text, max_size=3, unique=True).map(tuple),
            "parent": st.none() | parents,
            "headers": _headers(),
            "timings": st.dictionaries(st.sampled_from(["connect", "tls", "send", "wait", "total"]), st.floats(0, 1e6)),
            "response": st.none() | json_object,
            "ledger": st.none() | json_object,
            "error": st.none() | failures(),
            "notes": st.lists(
                st.tuples(st.none() | st.integers(0, 9), st.just("media_type_differs"), text), max_size=2
            ).map(tuple),
        }
    ).map(lambda drawn: a_run(**_as_sent(drawn)))


def _as_sent(drawn: dict[str, Any]) -> dict[str, Any]:
    """A run whose host, title, ledger and model that answered fit its address, as in every one that was sent."""
    source, named = drawn["source"], ImageVariationRequest.as_is(drawn["body"]).sent()
    stored = None if source is None else stored_picture(SOURCE, source, NO_KEY)
    title = {"title": title_of(named, stored)}
    if drawn["connection"] is LIVE:
        return drawn | title | {"host": "api.orq.ai", "emulated": False, "ledger": None, "served": None}
    ledger = None if drawn["ledger"] is None else drawn["ledger"] | {"verdict": {"served": drawn["served"] or None}}
    return drawn | title | {"ledger": ledger, "served": ledger and (drawn["served"] or None)}


def _headers() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    names = st.sampled_from(["content-type", "x-orq-trace-id", "location", "content-length"])
    return st.lists(st.tuples(names, texts()), max_size=3).map(tuple)


def _error(kind: type[OrqUiError]) -> st.SearchStrategy[OrqUiError]:
    # By the annotation as it is written.
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "str": awkward_texts(),
        "str | None": st.none() | awkward_texts(),
        "int": st.integers(100, 599),
        "float": st.floats(0, 1e6),
        "float | None": st.none() | st.floats(0, 1e6),
        "tuple[tuple[str, str], ...]": _headers(),
    }
    return st.builds(kind, **{item.name: drawn[str(item.type)] for item in fields(kind)})
