"""Sends as the history is told of them, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import Any

from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.history import HistoryStore, IntegrityReport, RunFinished, RunStarted
from orq_ui.imaging import MissingPicture, Picture
from orq_ui.wire import Connection, encode
from tests.services.fixtures import Storage
from tests.strategies import picture

KEY = "orq/key+7f3a=9c"
"""With characters that JSON and URLs spell in another way."""
CLEAN = IntegrityReport((), ())
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


def a_start(
    owner: str = "ada",
    body: Mapping[str, Any] | None = None,
    picture: Picture | None = CAT,
    key: str = KEY,
    base_url: str = "https://api.orq.ai",
    **more: Any,
) -> RunStarted:
    """A send that is about to leave; ``body`` is added to what is required."""
    request = ImageVariationRequest.as_is({"model": "openai/dall-e-2"} | dict(body or {}))
    wire = encode(request, picture, Connection(base_url, SecretStr(key)))
    return RunStarted(owner=owner, request=request.sent(), wire=wire, picture=picture, **more)


def a_finish(*pictures: Picture | MissingPicture, **more: Any) -> RunFinished:
    """A call that went well."""
    fields: dict[str, Any] = {"state": "done", "duration_ms": 20.0, "status": 200, "pictures": pictures} | more
    return RunFinished(**fields)


def kept(
    store: HistoryStore, *pictures: Picture | MissingPicture, finished: Mapping[str, Any] | None = None, **started: Any
) -> str:
    """The id of a run that was sent and has ended."""
    leaving = a_start(**started)
    store.begin(leaving)
    assert store.finish(leaving, a_finish(*pictures, **(finished or {})))
    return leaving.id


def bytes_there(store: HistoryStore) -> set[str]:
    """The hashes of all pictures that are stored."""
    return store._blobs.hashes()


def at_once(works: Iterable[Thread]) -> None:
    """Start them all, and wait for them all."""
    threads = list(works)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
