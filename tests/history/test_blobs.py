"""Pictures side by side: a failure of one, and one that was cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from itertools import count
from threading import Event, Thread
from typing import Any

import pytest

from orq_ui.errors import HistoryUnavailable
from orq_ui.history.blobs import ANSWER_S, CONNECT_S, MAX_PARALLEL, TRIES, UPLOAD_S, BlobStore
from tests.history.sends import BLUE, CLEAN, RED, kept, opened
from tests.services.fixtures import Storage

PATIENCE_S = 20.0
MANY = 12
BOTH = {picture.sha256: picture.bytes for picture in (RED, BLUE)}


@pytest.fixture
def blobs(storage: Storage) -> Iterator[BlobStore]:
    """An empty place for pictures."""
    made = BlobStore(storage.blob_url, "0" * 32)
    yield made
    made.close()


def failure(work: Callable[[], None]) -> HistoryUnavailable | None:
    """What it raised."""
    try:
        work()
    except HistoryUnavailable as failed:
        return failed
    return None


@pytest.mark.parametrize("work", ["put", "delete"])
def test_a_failure_is_told_when_nothing_is_under_way(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    """Whoever is told cleans up and lets go of locks: a slower picture must have come or gone before that."""
    steps = {"put": "_put_local" if blobs._is_local else "_put_remote", "delete": "_delete"}
    works = {"put": lambda: blobs.put(BOTH), "delete": lambda: blobs.delete(list(BOTH))}
    if work == "delete":
        blobs.put(BOTH)
    step, has_begun, has_failed, let_go = getattr(blobs, steps[work]), Event(), Event(), Event()

    def one_fails_one_is_slow(sha256: str, *content: bytes) -> object:
        if sha256 == RED.sha256:
            has_begun.wait(PATIENCE_S)
            has_failed.set()
            raise OSError("503 SlowDown")
        has_begun.set()
        let_go.wait(PATIENCE_S)
        return step(sha256, *content)

    monkeypatch.setattr(blobs, steps[work], one_fails_one_is_slow)
    told: list[HistoryUnavailable | None] = []
    working = Thread(target=lambda: told.append(failure(works[work])))
    working.start()
    has_failed.wait(PATIENCE_S)
    working.join(0.3)  # it waits for us, so this is how long we are in its way
    early = list(told)
    let_go.set()
    working.join()

    assert early == []
    assert [failed and failed.reason for failed in told] == ["pictures"]
    assert set(blobs.hashes()) == ({BLUE.sha256} if work == "put" else {RED.sha256})


def test_after_a_failure_no_more_is_begun(blobs: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many removals do not each wait for a store that does not answer, with the rows locked all the while."""
    begun, given_up, let_go = count(), [], Event()

    def fail(sha256: str) -> None:
        if next(begun):
            let_go.wait(PATIENCE_S)
        raise OSError("away")

    def submitted(*work: Any) -> Future[None]:
        future: Future[None] = submit(*work)
        future.add_done_callback(ended)
        return future

    def ended(future: Future[None]) -> None:
        given_up.extend([future] if future.cancelled() else [])
        # One has failed, and those that its thread and the others are at do not end before the rest is given up.
        if len(given_up) == MANY - MAX_PARALLEL - 1:
            let_go.set()

    submit = blobs._writers.submit
    monkeypatch.setattr(blobs._writers, "submit", submitted)
    monkeypatch.setattr(blobs, "_delete", fail)

    with pytest.raises(HistoryUnavailable, match="away"):
        blobs.delete(map(str, range(MANY)))
    assert len(given_up) >= MANY - MAX_PARALLEL - 1


def test_a_picture_that_was_cut_off_is_missing_until_it_is_sent_again(storage: Storage) -> None:
    """A file of the right name and the wrong size is found by a check, and written anew when its bytes come again."""
    with opened(storage) as store:
        run_id = kept(store, RED)
        store._blobs._fs.pipe_file(store._blobs._path(RED.sha256), RED.bytes[:5])
        assert store.check_integrity().missing == (RED.sha256,)
        kept(store, RED)

        assert store.picture_bytes("ada", run_id, 0) == RED.bytes
        assert store.check_integrity() == CLEAN


def test_no_try_of_s3_is_without_end() -> None:
    """Connecting, answering and sending a picture have their time, and few tries are made."""
    pytest.importorskip("s3fs")
    blobs = BlobStore("s3://bucket/history", "0" * 32)
    blobs.close()
    fs = blobs._fs

    assert blobs._within == {"timeout": UPLOAD_S}
    assert fs.config_kwargs["connect_timeout"] == CONNECT_S
    assert fs.config_kwargs["read_timeout"] == ANSWER_S
    assert fs.config_kwargs["retries"] == {"total_max_attempts": 1}
    assert fs.retries == TRIES
