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
from orq_ui.history import Departure, HistoryStore, Kept
from orq_ui.imaging import MissingPicture
from orq_ui.ui.server.history import WRITERS
from orq_ui.ui.server.history_recorder import Recording, arrival_of
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


def departure() -> Departure:
    """A send of one picture."""
    wire = encode(REQUEST, picture(), Connection("https://my.orq.ai"))
    return Departure("me", REQUEST.sent(), wire, picture())


Record = Callable[..., Recording]


@pytest.fixture
def record() -> Iterator[Record]:
    """Make the recording of a new send, into what a function gives as the history."""
    with ThreadPoolExecutor(WRITERS) as writers:

        def made(
            store: Callable[[], HistoryStore], leave: Callable[[str], None] | None = None, **waits: float
        ) -> Recording:
            return Recording(departure(), store, writers, leave, **waits)

        yield made


def carried_out(recording: Recording, outcome: Reply | OrqUiError) -> Recording:
    """Begin and finish."""

    async def both() -> None:
        await recording.begin()
        await recording.finish(outcome, None, 12.0)

    asyncio.run(both())
    return recording


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
    recording = record(lambda: store)

    async def deleted_between() -> None:
        await recording.begin()
        store.delete_all("me")
        await recording.finish(REPLY, None, 12.0)

    asyncio.run(deleted_between())

    assert recording.is_kept is False
    assert recording.trouble is not None
    assert recording.trouble.reason == "deleted"


def test_a_reply_is_kept_whole(record: Record, store: HistoryStore) -> None:
    """Status, headers, times, the answer and each of its pictures, the lost one too."""
    recording = carried_out(record(lambda: store), REPLY)

    run = store.run("me", recording.departure.id)
    assert recording.is_kept is True
    assert run is not None
    assert (run.brief.state, run.brief.status, run.brief.duration_ms) == ("done", 200, 12.0)
    assert run.headers == REPLY.headers
    assert run.timings == {"send": 1.0, "total": 9.0}
    assert run.response == {"created": 1, "data": [{"url": "https://x/1"}, {}]}
    assert [type(result) for result in run.brief.results] == [Kept, MissingPicture]


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
    recording = carried_out(record(lambda: store), outcome)

    run = store.run("me", recording.departure.id)
    assert run is not None
    assert (run.brief.state, run.brief.status) == (state, status)
    assert str(run.error) == str(outcome)


def test_a_history_that_comes_back_during_the_call_still_keeps_it(record: Record, store: HistoryStore) -> None:
    """What could not be begun is begun and finished at the end."""
    recording = carried_out(record(times(1, store, HistoryUnavailable("database", "away"))), REPLY)

    assert (recording.is_kept, recording.trouble) == (True, None)
    assert store.run("me", recording.departure.id) is not None


@pytest.mark.parametrize("error", [HistoryUnavailable("disk_full"), RuntimeError("a mistake of ours")])
def test_a_history_that_stays_away_is_told_and_costs_nothing_else(
    record: Record, store: HistoryStore, error: Exception
) -> None:
    """Neither a failure nor a mistake in the history reaches the call."""
    recording = carried_out(record(times(9, store, error)), REPLY)

    assert recording.is_kept is False
    assert isinstance(recording.trouble, HistoryUnavailable)
    assert store.run("me", recording.departure.id) is None


def test_a_call_is_finished_once(record: Record, store: HistoryStore) -> None:
    """A stop that comes while the answer is being kept does not make it a cancelled one."""

    async def twice() -> Recording:
        recording = record(lambda: store)
        await recording.begin()
        await recording.finish(REPLY, None, 12.0)
        await recording.finish(Cancelled(), None, 13.0)
        return recording

    recording = asyncio.run(twice())

    run = store.run("me", recording.departure.id)
    assert run is not None
    assert run.brief.state == "done"
    assert recording.trouble is None


def test_a_call_that_is_stopped_while_it_begins_is_still_kept(record: Record, store: HistoryStore) -> None:
    """Recording the start cannot be cut short."""

    async def stopped() -> Recording:
        recording = record(lambda: store)
        beginning = asyncio.create_task(recording.begin())
        await asyncio.sleep(0)
        beginning.cancel()
        await asyncio.gather(beginning, return_exceptions=True)
        await recording.finish(Cancelled(), None, 1.0)
        return recording

    run = store.run("me", asyncio.run(stopped()).departure.id)

    assert run is not None
    assert run.brief.state == "cancelled"


def test_unset_fields_of_an_answer_stay_unset() -> None:
    """The answer is kept as it came, with nothing filled in."""
    assert arrival_of(REPLY, None, 1.0).response == {"created": 1, "data": [{"url": "https://x/1"}, {}]}


def test_a_run_whose_end_is_lost_is_not_left_under_way(record: Record, store: HistoryStore) -> None:
    """It is named, so that it can be marked once the history is back; and a mark changes no run that ended."""
    left: list[str] = []
    recording = record(times(0, store, HistoryUnavailable("database")), left.append)
    ended = carried_out(record(lambda: store), REPLY).departure.id

    async def away_at_the_end() -> None:
        await recording.begin()
        recording._store = times(9, store, HistoryUnavailable("database", "away"))
        await recording.finish(REPLY, None, 12.0)

    asyncio.run(away_at_the_end())
    store.interrupt([*left, ended])

    states = {line.id: line.state for line in store.page("me").lines}
    assert left == [recording.departure.id]
    assert states == {recording.departure.id: "interrupted", ended: "done"}


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
    """It is told at once, and when the history answers after all, the run is kept to its end."""
    hanging = Hanging(store)

    async def through() -> tuple[Recording, HistoryUnavailable | None, bool | None]:
        recording = record(hanging, leave_after_s=0.0)
        await recording.begin()
        told = recording.trouble, recording.is_kept
        hanging.let_go.set()
        await recording.finish(REPLY, None, 12.0)
        assert recording._finishing is not None
        await recording._finishing
        return recording, *told

    recording, trouble, is_kept = asyncio.run(through())

    run = store.run("me", recording.departure.id)
    assert (trouble and trouble.reason, is_kept) == ("database", None)
    assert (recording.trouble, recording.is_kept) == (None, True)
    assert run is not None
    assert run.brief.state == "done"


def test_a_result_whose_writing_hangs_is_told_as_not_kept(record: Record, store: HistoryStore) -> None:
    """While nobody knows whether it will be, the warning is there; a run that began is not left under way."""
    hanging = Hanging(store)
    left: list[str] = []
    hanging.hangs = False

    async def through() -> tuple[Recording, HistoryUnavailable | None, bool | None]:
        recording = record(hanging, left.append, tell_after_s=0.0)
        await recording.begin()
        hanging.hangs = True
        finishing = asyncio.create_task(recording.finish(REPLY, None, 12.0))
        while recording.trouble is None:
            await asyncio.sleep(0)
        told = recording.trouble, recording.is_kept
        store.close()
        hanging.let_go.set()
        await finishing
        return recording, *told

    recording, trouble, is_kept = asyncio.run(through())

    assert (trouble and trouble.reason, is_kept) == ("database", None)
    assert recording.is_kept is False
    assert left == [recording.departure.id]


def test_replies_are_read_although_the_history_hangs(record: Record, store: HistoryStore) -> None:
    """However many calls wait for it, they take nobody else's thread."""
    hanging = Hanging(store)

    async def through() -> str:
        calls = [record(hanging, leave_after_s=0.0) for _ in range(WRITERS + 1)]
        for call in calls:
            await call.begin()
        read = await asyncio.wait_for(asyncio.to_thread(lambda: "read"), PATIENCE_S)
        hanging.let_go.set()
        for call in calls:
            await call.finish(Cancelled(), None, 1.0)
        return read

    assert asyncio.run(through()) == "read"
