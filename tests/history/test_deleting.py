"""What is thrown away goes with its bytes, and takes nothing else with it."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Event, Thread

import pytest

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import HistoryStore, RetentionLimits
from orq_ui.history.blob_references import BlobReferences
from tests.history.sends import BLUE, CAT, CLEAN, RED, WEBP, a_finish, a_start, at_once, bytes_there, kept, opened
from tests.services.fixtures import Storage
from tests.strategies import picture

DAY_S = 86_400.0


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def ids(store: HistoryStore, owner: str = "ada") -> set[str]:
    """A person's runs."""
    return {line.id for line in store.page(owner, per_page=1000).lines}


def test_bin(store: HistoryStore) -> None:
    """A deleted run is out of sight but whole, until the bin is emptied."""
    one, other = kept(store, RED), kept(store, BLUE)
    whole = store.run("ada", one)

    assert store.delete("ada", [one]) == 1
    assert store.delete("ada", [one]) == 0
    assert store.run("ada", one) is None
    assert ids(store) == {other}
    assert store.empty_trash(60.0) == 0
    assert store.restore("ada", [one, other]) == 1
    assert store.run("ada", one) == whole
    assert store.picture_bytes("ada", one, 0) == RED.bytes
    assert store.empty_trash() == 0
    assert store.check_integrity() == CLEAN


def test_freed_and_shared(store: HistoryStore) -> None:
    """Bytes go with the last run that uses them, not before; and their thumbnails with them."""
    one, other = kept(store, RED, BLUE), kept(store, BLUE, WEBP, owner="bob")
    store.thumbnail("ada", one, 0)
    store.delete("ada", [one])
    assert bytes_there(store) == {CAT.sha256, RED.sha256, BLUE.sha256, WEBP.sha256}
    assert store.empty_trash() == 1

    assert store.restore("ada", [one]) == 0
    assert bytes_there(store) == {CAT.sha256, BLUE.sha256, WEBP.sha256}
    assert store.picture_bytes("bob", other, 0) == BLUE.bytes
    assert store.check_integrity() == CLEAN
    store.delete("bob", [other])
    store.empty_trash()
    assert bytes_there(store) == set()
    assert store.check_integrity() == CLEAN
    again = kept(store, RED)
    assert store.picture_bytes("ada", again, 0) == RED.bytes


def test_everything_of_one(store: HistoryStore) -> None:
    """Deleting all of one person's runs, the bin too, leaves the others theirs."""
    mine, theirs = [kept(store, RED, BLUE) for _ in range(3)], [kept(store, BLUE, owner="bob") for _ in range(2)]
    store.delete("ada", mine[:1])
    store.star("ada", mine[1], True)
    store.delete("bob", theirs[:1])

    assert store.delete_all("ada") == 3
    assert store.page("ada").total == 0
    assert store.restore("ada", mine) == 0
    assert store.restore("bob", theirs) == 1
    assert ids(store, "bob") == set(theirs)
    assert bytes_there(store) == {CAT.sha256, BLUE.sha256}
    assert store.check_integrity() == CLEAN


def test_while_under_way(store: HistoryStore) -> None:
    """A run that is deleted while its call is under way stays deleted, and the answer leaves nothing."""
    binned, gone = a_start(), a_start(picture=WEBP)
    for started in (binned, gone):
        store.begin(started)
    store.delete("ada", [gone.id])
    store.empty_trash()
    store.delete("ada", [binned.id])

    assert store.finish(gone, a_finish(RED)) is False
    assert bytes_there(store) == {CAT.sha256}
    assert store.finish(binned, a_finish(BLUE)) is True
    assert ids(store) == set()
    assert store.restore("ada", [binned.id, gone.id]) == 1
    assert store.picture_bytes("ada", binned.id, 0) == BLUE.bytes
    assert store.check_integrity() == CLEAN


def test_by_count(store: HistoryStore) -> None:
    """The oldest unstarred runs over the count go; starred ones count but stay."""
    made = [kept(store, started_at=float(n)) for n in range(6)]
    other = kept(store, owner="bob", started_at=0.0)
    store.star("ada", made[0], True)

    assert store.enforce_limits(RetentionLimits(runs=3), "ada") == 3
    assert ids(store) == {made[0], made[4], made[5]}
    assert store.enforce_limits(RetentionLimits(runs=0)) == 3
    assert ids(store) == {made[0]}
    assert ids(store, "bob") == set()
    assert other not in ids(store)
    assert store.check_integrity() == CLEAN


def test_by_age(store: HistoryStore) -> None:
    """Unstarred runs over the age go."""
    import time

    now = time.time()
    made = [kept(store, RED, started_at=now - days * DAY_S) for days in (9, 8, 2, 1)]
    store.star("ada", made[0], True)

    assert store.enforce_limits(RetentionLimits(age_s=3 * DAY_S)) == 1
    assert ids(store) == {made[0], made[2], made[3]}
    assert store.enforce_limits(RetentionLimits()) == 0
    assert store.check_integrity() == CLEAN


def test_by_bytes(store: HistoryStore) -> None:
    """The oldest unstarred runs go until the rest is small enough; a shared picture counts once."""
    sizes = [len(item.bytes) for item in (CAT, RED, BLUE, WEBP)]
    made = [kept(store, item, started_at=float(n)) for n, item in enumerate((RED, BLUE, WEBP, WEBP))]

    assert store.usage("ada").bytes == sum(sizes)
    assert store.enforce_limits(RetentionLimits(bytes=sum(sizes))) == 0
    assert store.enforce_limits(RetentionLimits(bytes=sum(sizes) - 1)) == 1
    assert ids(store) == set(made[1:])
    store.star("ada", made[1], True)
    assert store.enforce_limits(RetentionLimits(bytes=sum(sizes) - sizes[1] - sizes[3])) == 2
    assert ids(store) == {made[1]}
    assert store.enforce_limits(RetentionLimits(bytes=0)) == 0
    assert bytes_there(store) == {CAT.sha256, BLUE.sha256}
    assert store.check_integrity() == CLEAN


def test_restored_at_the_last_moment(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is taken out of the bin while it is being emptied is still there, whole."""
    run_id = kept(store, RED)
    store.delete("ada", [run_id])
    remove = store._retention._remove

    def restored_first(*given: object, **named: object) -> int:
        assert store.restore("ada", [run_id]) == 1
        return remove(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(store._retention, "_remove", restored_first)

    assert store.empty_trash() == 0
    assert store.picture_bytes("ada", run_id, 0) == RED.bytes


def test_finished_while_being_removed(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that arrives in the middle of a removal goes with its run, bytes and all."""
    started = a_start()
    store.begin(started)
    store.delete("ada", [started.id])
    removing = Thread(target=store.empty_trash)
    settle = BlobReferences.settle

    def slowly(shelf: BlobReferences, connection: object, run: str) -> None:
        settle(shelf, connection, run)  # type: ignore[arg-type]
        removing.start()
        removing.join(0.5)  # it waits for us, so this is how long we are in its way

    monkeypatch.setattr(BlobReferences, "settle", slowly)
    store.finish(started, a_finish(RED, BLUE))
    removing.join()

    assert store.restore("ada", [started.id]) == 0
    assert bytes_there(store) == set()
    assert store.check_integrity() == CLEAN


def test_same_pictures_at_once(storage: Storage) -> None:
    """Servers that keep and delete the same pictures at the same time never lose one, and leave none behind."""
    shared = [picture("PNG", width, 4) for width in (1, 2, 3)]
    wrong: list[BaseException] = []
    start = Barrier(4)

    def churn(store: HistoryStore, number: int) -> None:
        try:
            start.wait()
            for turn in range(25):
                mine = shared[number % 3 :] + shared[: number % 3]
                run_id = kept(store, *(mine if turn % 2 else reversed(mine)), owner=f"p{number}", picture=mine[0])
                for place in range(3):
                    store.picture_bytes(f"p{number}", run_id, place)
                store.delete_all(f"p{number}")
        except BaseException as error:
            wrong.append(error)
            raise

    with opened(storage) as one, opened(storage) as other:
        at_once(Thread(target=churn, args=(store, n)) for n, store in enumerate((one, other, one, other)))

        assert wrong == []
        assert bytes_there(one) == set()
        assert one.check_integrity() == CLEAN


def test_emptied_by_two(storage: Storage) -> None:
    """Two servers may empty the bin at once."""
    wrong: list[HistoryUnavailable] = []
    start = Barrier(2)

    def empty(store: HistoryStore) -> None:
        start.wait()
        try:
            store.empty_trash()
        except HistoryUnavailable as failed:
            wrong.append(failed)

    with opened(storage) as one, opened(storage) as other:
        for _ in range(8):
            one.delete("ada", [kept(one, RED, BLUE) for _ in range(4)])
            at_once(Thread(target=empty, args=(store,)) for store in (one, other))

        assert wrong == []
        assert bytes_there(one) == set()
        assert one.check_integrity() == CLEAN


def test_a_picture_that_went_and_came_back(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that has looked for its bytes in between does not call them missing."""
    kept(store, RED)
    look = store._blobs.names

    def meanwhile() -> dict[str, int]:
        store.delete_all("ada")
        found = look()
        kept(store, RED)
        return found

    monkeypatch.setattr(store._blobs, "names", meanwhile)

    assert store.check_integrity() == CLEAN


def test_check_while_others_write(storage: Storage) -> None:
    """A check under way while runs come and go never says that bytes are missing."""
    with opened(storage) as one, opened(storage) as other:
        done = Event()

        def write() -> None:
            try:
                for width in range(1, 25):
                    kept(other, picture("PNG", width, 9))
                    if width % 4 == 0:
                        other.delete_all("ada")
            finally:
                done.set()

        writer = Thread(target=write)
        writer.start()
        missing: list[str] = []
        while not done.is_set():
            missing += one.check_integrity().missing
        writer.join()

        assert missing == []
        assert one.check_integrity() == CLEAN
