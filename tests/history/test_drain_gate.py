"""A server that leaves finishes what it is writing, and takes nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Event, Thread

import pytest

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore, RetentionLimits
from orq_ui.history.drain_gate import DrainGate
from tests.history.sends import BLUE, CLEAN, RED, a_finish, a_start, kept, opened
from tests.services.fixtures import Storage

PATIENCE_S = 20.0


def test_what_is_being_written_is_waited_for(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is being kept when the server ends is kept."""
    store = HistoryStore(storage.database_url, storage.blob_url)
    started, put = a_start(), store._blobs.put
    store.begin(started)
    inside, let_go = Event(), Event()

    def slowly(contents: Mapping[str, bytes]) -> None:
        inside.set()
        let_go.wait(PATIENCE_S)
        put(contents)

    monkeypatch.setattr(store._blobs, "put", slowly)
    ended: list[bool] = []
    finishing = Thread(target=lambda: ended.append(store.finish(started, a_finish(RED))))
    closing = Thread(target=store.close)
    finishing.start()
    inside.wait(PATIENCE_S)
    closing.start()
    closing.join(0.3)  # it waits for us, so this is how long we are in its way
    let_go.set()
    for thread in (finishing, closing):
        thread.join()

    assert ended == [True]
    with opened(storage) as again:
        run = again.run("ada", started.id)
        assert run is not None
        assert run.state == "done"
        assert again.check_integrity() == CLEAN


WRITES: dict[str, Callable[[HistoryStore, str], object]] = {
    "begin": lambda store, _: store.begin(a_start()),
    "finish": lambda store, run_id: store.finish(a_start(id=run_id), a_finish(BLUE)),
    "interrupt": lambda store, run_id: store.interrupt([run_id]),
    "recover": lambda store, _: store.recover(),
    "delete_all": lambda store, _: store.delete_all("ada"),
    "empty_trash": lambda store, _: store.empty_trash(),
    "enforce_limits": lambda store, _: store.enforce_limits(RetentionLimits(runs=0)),
}


@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_taken_afterwards(storage: Storage, name: str) -> None:
    """A closed history says so, changes nothing and is not taken for alive."""
    store = HistoryStore(storage.database_url, storage.blob_url)
    run_id = kept(store, RED)
    store.close()
    store.close()
    with opened(storage) as other:
        with pytest.raises(HistoryUnavailable, match="closed"):
            WRITES[name](store, run_id)

        assert other._liveness.is_alive(store.server) is False
        assert [line.id for line in other.page("ada").lines] == [run_id]
        assert other.check_integrity() == CLEAN


def test_a_gate_closes_on_a_long_operation() -> None:
    """One that does not end is waited for only so long; a second closing says that it is closed."""
    gate = DrainGate()
    with gate.operation():
        assert gate.close(0.0) is True
        with pytest.raises(HistoryUnavailable), gate.operation():
            pass

    assert gate.close(0.0) is False
