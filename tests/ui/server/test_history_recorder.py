"""A call's way into the history."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from orq_ui.api import ImageVariationRequest, ImageVariationResponse
from orq_ui.client import Reply, Timings
from orq_ui.errors import BadReply, Cancelled, HistoryUnavailable, OrqUiError, Refused, TimedOut
from orq_ui.history import HistoryStore, RunStarted, StoredPicture
from orq_ui.imaging import MissingPicture
from orq_ui.ui.server.history import WRITERS
from orq_ui.ui.server.history_recorder import HistoryRecorder, run_finished
from orq_ui.wire import Connection, encode
from tests.strategies import picture

PATIENCE_S = 20.0
REQUEST = ImageVariationRequest.model_validate({"model": "openai/dall-e-2", "n": 2})
REPLY = Reply(
    200,
    (("x-orq-trace-id", "t1"),),
    Timings(send=1.0, total=9.0),
    ImageVariationResponse.model_validate({"created": 1, "data": [{"url": "https://x/1"}, {}]}),
    (picture("WEBP", 3, 3), MissingPicture(1, "nothing")),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HistoryStore]:
    """A history of its own."""
    opened = HistoryStore(f"sqlite:///{tmp_path / 'h.db'}", str(tmp_path / "pictures"))
    yield opened
    opened.close()


def started() -> RunStarted:
    """A send of one picture."""
    wire = encode(REQUEST, picture(), Connection("https://my.orq.ai"))
    return RunStarted(owner="me", request=REQUEST.sent(), wire=wire, picture=picture())


Record = Callable[..., HistoryRecorder]


@pytest.fixture
def record() -> Iterator[Record]:
    """Make the recording of a new send, into what a function gives as the history."""
    with ThreadPoolExecutor(WRITERS) as writers:

        def made(
            store: Callable[[], HistoryStore], leave: Callable[[str], None] | None = None, **waits: float
        ) -> HistoryRecorder:
            return HistoryRecorder(started(), store, writers, leave, **waits)

        yield made


def carried_out(recorder: HistoryRecorder, outcome: Reply | OrqUiError) -> HistoryRecorder:
    """Begin and finish."""

    async def both() -> None:
        await recorder.begin()
        await recorder.finish(outcome, None, 12.0)

    asyncio.run(both())
    return recorder


def times(failures: int, store: HistoryStore, error: Exception) -> Callable[[], HistoryStore]:
    """The store, after so many failures."""
    left = [failures]

    def opened() -> HistoryStore:
        if left[0]:
            left[0] -= 1
            raise error
        return store

    return opened


def test_a_run_that_was_deleted_meanwhile(record: Record, store: HistoryStore) -> None:
    """Its result is not said to be kept."""
    recorder = record(lambda: store)

    async def deleted_between() -> None:
        await recorder.begin()
        store.delete_all("me")
        await recorder.finish(REPLY, None, 12.0)

    asyncio.run(deleted_between())

    assert recorder.is_kept is False
    assert recorder.error is not None
    assert recorder.error.reason == "deleted"


def test_a_reply_is_kept_whole(record: Record, store: HistoryStore) -> None:
    """Status, headers, times, the answer and each of its pictures, the lost one too."""
    recorder = carried_out(record(lambda: store), REPLY)

    run = store.run("me", recorder.started.id)
    assert recorder.is_kept is True
    assert run is not None
    assert (run.state, run.status, run.duration_ms) == ("done", 200, 12.0)
    assert run.headers == REPLY.headers
    assert run.timings == {"send": 1.0, "total": 9.0}
    assert run.response == {"created": 1, "data": [{"url": "https://x/1"}, {}]}
    assert [type(result) for result in run.results] == [StoredPicture, MissingPicture]


@pytest.mark.parametrize(
    ("outcome", "state", "status"),
    [
        (Refused(429, "slow down", headers=(("retry-after", "3"),)), "failed", 429),
        (BadReply(200, "not_json", body="<html>"), "failed", 200),
        (TimedOut("receive", 3.0), "failed", None),
        (Cancelled(), "cancelled", None),
    ],
)
def test_every_ending_is_kept(
    record: Record, store: HistoryStore, outcome: OrqUiError, state: str, status: int | None
) -> None:
    """A call that failed, was answered with nonsense or was stopped is a run too, with its error."""
    recorder = carried_out(record(lambda: store), outcome)

    run = store.run("me", recorder.started.id)
    assert run is not None
    assert (run.state, run.status) == (state, status)
    assert str(run.error) == str(outcome)


def test_a_history_that_comes_back_during_the_call_still_keeps_it(record: Record, store: HistoryStore) -> None:
    """What could not be begun is begun and finished at the end."""
    recorder = carried_out(record(times(1, store, HistoryUnavailable("database", "away"))), REPLY)

    assert (recorder.is_kept, recorder.error) == (True, None)
    assert store.run("me", recorder.started.id) is not None


@pytest.mark.parametrize("error", [HistoryUnavailable("disk_full"), RuntimeError("a mistake of ours")])
def test_a_history_that_stays_away_is_told_and_costs_nothing_else(
    record: Record, store: HistoryStore, error: Exception
) -> None:
    """Neither a failure nor a mistake in the history reaches the call."""
    recorder = carried_out(record(times(9, store, error)), REPLY)

    assert recorder.is_kept is False
    assert isinstance(recorder.error, HistoryUnavailable)
    assert store.run("me", recorder.started.id) is None


def test_a_call_is_finished_once(record: Record, store: HistoryStore) -> None:
    """A stop that comes while the answer is being kept does not make it a cancelled one."""

    async def twice() -> HistoryRecorder:
        recorder = record(lambda: store)
        await recorder.begin()
        await recorder.finish(REPLY, None, 12.0)
        await recorder.finish(Cancelled(), None, 13.0)
        return recorder

    recorder = asyncio.run(twice())

    run = store.run("me", recorder.started.id)
    assert run is not None
    assert run.state == "done"
    assert recorder.error is None


def test_a_call_that_is_stopped_while_it_begins_is_still_kept(record: Record, store: HistoryStore) -> None:
    """Recording the start cannot be cut short."""

    async def stopped() -> HistoryRecorder:
        recorder = record(lambda: store)
        beginning = asyncio.create_task(recorder.begin())
        await asyncio.sleep(0)
        beginning.cancel()
        await asyncio.gather(beginning, return_exceptions=True)
        await recorder.finish(Cancelled(), None, 1.0)
        return recorder

    run = store.run("me", asyncio.run(stopped()).started.id)

    assert run is not None
    assert run.state == "cancelled"


def test_unset_fields_of_an_answer_stay_unset() -> None:
    """The answer is kept as it came, with nothing filled in."""
    assert run_finished(REPLY, None, 1.0).response == {"created": 1, "data": [{"url": "https://x/1"}, {}]}


def test_a_run_whose_end_is_lost_is_not_left_under_way(record: Record, store: HistoryStore) -> None:
    """It is named, so that it can be marked once the history is back; and a mark changes no run that ended."""
    left: list[str] = []
    recorder = record(times(0, store, HistoryUnavailable("database")), left.append)
    ended = carried_out(record(lambda: store), REPLY).started.id

    async def away_at_the_end() -> None:
        await recorder.begin()
        recorder._store = times(9, store, HistoryUnavailable("database", "away"))
        await recorder.finish(REPLY, None, 12.0)

    asyncio.run(away_at_the_end())
    store.interrupt([*left, ended])

    states = {line.id: line.state for line in store.page("me").lines}
    assert left == [recorder.started.id]
    assert states == {recorder.started.id: "interrupted", ended: "done"}


class Hanging:
    """A history that does not answer until it is let go."""

    def __init__(self, store: HistoryStore) -> None:
        self._store = store
        self.let_go = threading.Event()
        self.hangs = True

    def __call__(self) -> HistoryStore:
        """The store, in the end."""
        if self.hangs:
            self.let_go.wait(PATIENCE_S)
        return self._store


def test_a_call_leaves_although_the_history_hangs(record: Record, store: HistoryStore) -> None:
    """It is reported at once, and when the history answers after all, the run is kept to its end."""
    hanging = Hanging(store)

    async def through() -> tuple[HistoryRecorder, HistoryUnavailable | None, bool | None]:
        recorder = record(hanging, send_after_s=0.0)
        await recorder.begin()
        reported = recorder.error, recorder.is_kept
        hanging.let_go.set()
        await recorder.finish(REPLY, None, 12.0)
        assert recorder._finishing is not None
        await recorder._finishing
        return recorder, *reported

    recorder, error, is_kept = asyncio.run(through())

    run = store.run("me", recorder.started.id)
    assert (error and error.reason, is_kept) == ("database", None)
    assert (recorder.error, recorder.is_kept) == (None, True)
    assert run is not None
    assert run.state == "done"


def test_a_result_whose_writing_hangs_is_told_as_not_kept(record: Record, store: HistoryStore) -> None:
    """While nobody knows whether it will be, the warning is there; a run that began is not left under way."""
    hanging = Hanging(store)
    left: list[str] = []
    hanging.hangs = False

    async def through() -> tuple[HistoryRecorder, HistoryUnavailable | None, bool | None]:
        recorder = record(hanging, left.append, warn_after_s=0.0)
        await recorder.begin()
        hanging.hangs = True
        finishing = asyncio.create_task(recorder.finish(REPLY, None, 12.0))
        while recorder.error is None:
            await asyncio.sleep(0)
        reported = recorder.error, recorder.is_kept
        store.close()
        hanging.let_go.set()
        await finishing
        return recorder, *reported

    recorder, error, is_kept = asyncio.run(through())

    assert (error and error.reason, is_kept) == ("database", None)
    assert recorder.is_kept is False
    assert left == [recorder.started.id]


def test_replies_are_read_although_the_history_hangs(record: Record, store: HistoryStore) -> None:
    """However many calls wait for it, they take nobody else's thread."""
    hanging = Hanging(store)

    async def through() -> str:
        calls = [record(hanging, send_after_s=0.0) for _ in range(WRITERS + 1)]
        for call in calls:
            await call.begin()
        read = await asyncio.wait_for(asyncio.to_thread(lambda: "read"), PATIENCE_S)
        hanging.let_go.set()
        for call in calls:
            await call.finish(Cancelled(), None, 1.0)
        return read

    assert asyncio.run(through()) == "read"
