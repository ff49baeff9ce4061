"""Sends as the history is told of them, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import Any

from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.history import Arrival, Damage, Departure, HistoryStore
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.wire import Connection, encode
from tests.services.fixtures import Storage
from tests.strategies import picture

KEY = "orq/key+7f3a=9c"
"""With characters that JSON and URLs spell in another way."""
CLEAN = Damage((), ())
CAT = picture()
RED, BLUE, WEBP = picture("PNG", 3, 3), picture("JPEG", 1, 4), picture("WEBP", 4, 1)


@contextmanager
def opened(storage: Storage) -> Iterator[HistoryStore]:
    """The store of a place, closed afterwards."""
    store = HistoryStore(storage.database_url, storage.blob_url)
    try:
        yield store
    finally:
        store.close()


def a_departure(
    owner: str = "ada",
    body: Mapping[str, Any] | None = None,
    picture: Picture | None = CAT,
    key: str = KEY,
    base_url: str = "https://api.orq.ai",
    **more: Any,
) -> Departure:
    """A send that is about to leave; ``body`` is added to what is required."""
    request = ImageVariationRequest.as_is({"model": "openai/dall-e-2"} | dict(body or {}))
    wire = encode(request, picture, Connection(base_url, SecretStr(key)))
    return Departure(owner, request.sent(), wire, picture, **more)


def an_arrival(*pictures: Picture | MissingPicture, **more: Any) -> Arrival:
    """A call that went well."""
    fields: dict[str, Any] = {"state": "done", "duration_ms": 20.0, "status": 200, "pictures": pictures} | more
    return Arrival(**fields)


def kept(
    store: HistoryStore, *pictures: Picture | MissingPicture, arrival: Mapping[str, Any] | None = None, **departure: Any
) -> str:
    """The id of a run that was sent and has ended."""
    leaving = a_departure(**departure)
    store.begin(leaving)
    assert store.finish(leaving, an_arrival(*pictures, **(arrival or {})))
    return leaving.id


def bytes_there(store: HistoryStore) -> set[str]:
    """The hashes of all pictures that are stored."""
    return set(store._blobs.hashes())


def at_once(works: Iterable[Thread]) -> None:
    """Start them all, and wait for them all."""
    threads = list(works)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
