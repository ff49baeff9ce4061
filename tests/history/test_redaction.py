"""The key is nowhere in what is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from orq_ui.errors import Refused
from orq_ui.history import HistoryStore
from orq_ui.history.schema import metadata
from orq_ui.imaging import MissingPicture, Picture
from tests.history.sends import CAT, KEY, RED, a_finish, a_start, opened
from tests.services.fixtures import Storage

SPELLINGS = sorted({KEY, json.dumps(KEY)[1:-1], KEY.replace("/", "\\/"), quote(KEY), quote(KEY, safe="")})
ECHO = "you sent " + " and ".join(SPELLINGS)


def spoken() -> dict[str, object]:
    """A JSON object that has the key in texts and names, deep and shallow."""
    return {"a": ECHO, KEY: [{"b": [ECHO, {ECHO: 1}]}], "verdict": {"served": f"a/{KEY}"}}


BODIES = [
    {"user": KEY},
    {"model": f"openai/{KEY}"},
    {"name": ECHO},
    {"orq": {"name": ECHO, "identity": {"id": KEY, "metadata": [{KEY: KEY}]}}},
    {KEY: {KEY: KEY}},
    {"fallback_on_codes": [KEY]},
]
NAMED = Picture(f"{KEY}.png", CAT.media_type, CAT.bytes, CAT.width, CAT.height)
ENDS: dict[str, dict[str, Any]] = {
    "headers": {"headers": (("x-echo", ECHO), ("authorization", f"Bearer {KEY}"), (KEY, "1"))},
    "cookie": {"headers": (("set-cookie", f"session={KEY}"),)},
    "response": {"response": spoken()},
    "ledger": {"ledger": spoken()},
    "error": {
        "state": "failed",
        "error": Refused(401, ECHO, KEY, KEY, KEY, KEY, headers=(("x-echo", ECHO),), body=ECHO),
    },
    "notes": {"notes": ((0, ECHO, ECHO),)},
    "lost": {"pictures": (MissingPicture(0, ECHO, ECHO), RED)},
    "name": {"pictures": (NAMED,)},
}


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def assert_unspoken(store: HistoryStore) -> None:
    """No column of any table and no stored bytes have the key."""
    with store._engine.connect() as connection:
        rows = [repr(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    spelt = {*SPELLINGS, *(spelling.lower() for spelling in SPELLINGS)}
    told = [row for row in rows for spelling in spelt if spelling in row or repr(spelling)[1:-1] in row]
    assert len(rows) > 3
    assert told == []
    for sha256 in store._blobs.hashes():
        assert KEY.encode() not in store._blobs.get(sha256)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: "-".join(body)[:20])
def test_in_a_request(store: HistoryStore, body: dict[str, object]) -> None:
    """A key that a person has put into the request itself is masked there too."""
    started = a_start(body=body)
    store.begin(started)
    assert_unspoken(store)
    store.finish(started, a_finish(RED))
    store.note("ada", started.id, "read again")

    assert_unspoken(store)
    assert store.run("ada", started.id) is not None


def test_in_a_file_name(store: HistoryStore) -> None:
    """Nor is it kept in the name of the source."""
    store.begin(a_start(picture=NAMED))

    assert_unspoken(store)


@pytest.mark.parametrize("where", ["https://{}@api.orq.ai", "https://api.orq.ai/{}", "https://{}.orq.ai"])
def test_in_an_address(store: HistoryStore, where: str) -> None:
    """Nor in the address that was called."""
    store.begin(a_start(base_url=where.format(KEY.replace("/", "").replace("+", "")), key="orqkey7f3a=9c"))
    with store._engine.connect() as connection:
        rows = [repr(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(select(table))]

    assert not [row for row in rows if "orqkey7f3a=9c" in row]


@pytest.mark.parametrize("end", ENDS)
def test_in_an_answer(store: HistoryStore, end: str) -> None:
    """A router that repeats the key, wherever it does, does not make us keep it."""
    started = a_start()
    store.begin(started)
    store.finish(started, a_finish(**ENDS[end]))
    assert_unspoken(store)
    store.tag("ada", started.id, ["seen"])

    assert_unspoken(store)
    assert store.run("ada", started.id) is not None


def test_nothing_else_is_masked(store: HistoryStore) -> None:
    """Without a key nothing is masked."""
    started = a_start(key="", body={"user": KEY})
    store.begin(started)
    run = store.run("ada", started.id)

    assert run is not None
    assert run.request["user"] == KEY
