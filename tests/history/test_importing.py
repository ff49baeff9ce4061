"""Runs that come from another machine: each once, whole, and one picture at a time."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread
from zipfile import ZipFile

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.history import Filter, HistoryStore, Parent, StoredFile, StoredPicture
from orq_ui.history.export import ImportedRun, export_runs, import_runs
from orq_ui.imaging import MissingPicture, Picture, UnshownPicture
from tests.history.samples import a_run
from tests.history.sends import BLUE, CLEAN, RED, at_once, bytes_there, kept, opened
from tests.services.fixtures import Storage

AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"
IMPORTERS = 4
MANY, LARGE = 12, 5_000_000


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[HistoryStore]:
    """The history of another machine."""
    folder = tmp_path / "elsewhere"
    with opened(Storage(f"sqlite:///{folder / 'history.db'}", f"file://{folder / 'blobs'}")) as store:
        yield store


class Drawn(Mapping[int, Picture]):
    """Pictures that are made when they are asked for, as those of a zip are read."""

    def __init__(self, count: int, draw: Callable[[int], Picture]) -> None:
        self._count, self._draw = count, draw

    def __getitem__(self, place: int) -> Picture:
        return self._draw(place)

    def __iter__(self) -> Iterator[int]:
        return iter(range(self._count))

    def __len__(self) -> int:
        return self._count


def large(number: int) -> Picture:
    """One of many large pictures."""
    return replace(RED, bytes=RED.bytes.ljust(LARGE, bytes([number])))


def zipped(store: HistoryStore, *ids: str) -> list[ImportedRun]:
    """Runs as they come out of the zip that they were put into."""
    out = BytesIO()
    found = [run for run in (store.run("ada", run_id) for run_id in ids) if run is not None]
    export_runs([(run, partial(store.picture_bytes, "ada", run.id)) for run in found], out)
    return list(import_runs(out))


def taken_in(store: HistoryStore, packed: list[ImportedRun]) -> list[tuple[str, bool]]:
    """Their ids here, and whether they are new."""
    return [store.import_run("ada", one.run, one.pictures) for one in packed]


def test_one_picture_at_a_time(tmp_path: Path) -> None:
    """However many large pictures a run has, they are not in memory together."""
    run, _ = a_run(source=None, variations=())
    with opened(Storage(f"sqlite:///{tmp_path / 'history.db'}", f"file://{tmp_path / 'blobs'}")) as store:
        tracemalloc.start()
        own, _ = store.import_run("ada", run, Drawn(MANY, large))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        assert peak < 3 * LARGE
        assert store.picture_bytes("ada", own, MANY - 1) == large(MANY - 1).bytes
        assert store.usage("ada").bytes == MANY * LARGE


def test_a_zip_that_ends_half_way(store: HistoryStore) -> None:
    """Pictures that were stored before one that cannot be read go again, and there is no run."""

    def draw(place: int) -> Picture:
        if place == 2:
            raise InvalidInput("zip", "damaged")
        return (RED, BLUE)[place]

    run, _ = a_run()
    with pytest.raises(InvalidInput):
        store.import_run("ada", run, Drawn(3, draw))

    assert store.page("ada").total == 0
    assert bytes_there(store) == set()
    assert store.check_integrity() == CLEAN


def test_at_once(storage: Storage) -> None:
    """A zip that is taken in several times at the same moment comes once, and the others are told that it is known."""
    run, contents = a_run()
    start, told = Barrier(IMPORTERS), []
    with opened(storage) as one, opened(storage) as other:

        def take_in(store: HistoryStore) -> None:
            start.wait()
            told.append(store.import_run("ada", run, contents))

        at_once(Thread(target=take_in, args=(store,)) for store in (one, other) * (IMPORTERS // 2))

        assert len({run_id for run_id, _ in told}) == 1
        assert sorted(is_new for _, is_new in told) == [False] * (IMPORTERS - 1) + [True]
        assert one.page("ada").total == 1
        assert one.check_integrity() == CLEAN


def test_there_and_back(store: HistoryStore, elsewhere: HistoryStore) -> None:
    """A run that comes home from another machine is the one that is here, in the bin or not."""
    home = kept(store, RED)
    ((there, _),) = taken_in(elsewhere, zipped(store, home))
    back = zipped(elsewhere, there)

    assert taken_in(store, back) == [(home, False)]
    store.delete("ada", [home])
    assert taken_in(store, back) == [(home, True)]
    assert store.page("ada").total == 1


def test_what_cannot_be_shown_comes_along(store: HistoryStore, elsewhere: HistoryStore) -> None:
    """Its bytes are in the zip under a name that says what they are, and are kept wherever the run is taken in."""
    lost, unshown = MissingPicture(0, "timed_out"), UnshownPicture(1, "wrong_type", "AVIF", AVIF)
    here = kept(store, lost, unshown, RED)
    assert store.picture_bytes("ada", here, 1) == AVIF
    out = BytesIO()
    run = store.run("ada", here)
    assert run is not None
    export_runs([(run, partial(store.picture_bytes, "ada", here))], out)
    assert {name.rpartition("/")[2] for name in ZipFile(out).namelist()} >= {"variation-2.avif", "variation-3.png"}

    ((there, _),) = taken_in(elsewhere, list(import_runs(out)))

    came = elsewhere.run("ada", there)
    assert came is not None
    assert came.results == run.results
    assert [type(result) for result in came.results] == [MissingPicture, StoredFile, StoredPicture]
    assert elsewhere.picture_bytes("ada", there, 1) == AVIF
    assert elsewhere.usage("ada") == store.usage("ada")
    assert elsewhere.check_integrity() == CLEAN
    elsewhere.delete_all("ada")
    assert bytes_there(elsewhere) == set()


def test_a_changed_file_is_not_taken_in(store: HistoryStore) -> None:
    """What cannot be shown is checked by its hash, as pictures are."""
    here = kept(store, UnshownPicture(0, "wrong_type", "AVIF", AVIF))
    run, out = store.run("ada", here), BytesIO()
    assert run is not None
    export_runs([(run, partial(store.picture_bytes, "ada", here))], out)
    changed = BytesIO()
    with ZipFile(out) as before, ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name) + (b"x" if name.endswith(".avif") else b""))

    with pytest.raises(InvalidInput, match="wrong_sha256"):
        list(import_runs(changed))


def test_by_two_ways(store: HistoryStore, elsewhere: HistoryStore) -> None:
    """A run is known again whether it comes from where it was made or from where it was taken in."""
    run, contents = a_run()
    there, _ = elsewhere.import_run("ada", run, contents)
    ((here, _),) = taken_in(store, zipped(elsewhere, there))

    assert store.import_run("ada", run, contents) == (here, False)


@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.parametrize("first", ["parent", "child"])
def test_child_of_an_adopted_run(store: HistoryStore, elsewhere: HistoryStore, first: str, is_gone: bool) -> None:
    """What was made here from a run of another machine is linked to that one when it comes there."""
    made_there = kept(elsewhere, RED, started_at=1.0)
    ((parent, _),) = taken_in(store, zipped(elsewhere, made_there))
    child = kept(store, BLUE, parent=Parent(run_id=parent, link="variation", place=0), started_at=2.0)
    both = zipped(store, parent, child)
    if is_gone:
        elsewhere.delete_all("ada")
    taken_in(elsewhere, both if first == "parent" else both[::-1])
    (line, below) = elsewhere.page("ada", order="oldest").lines

    assert below.parent == Parent(run_id=line.id, link="variation", place=0)


def test_a_run_of_the_same_id_elsewhere(store: HistoryStore) -> None:
    """A run that two people took in and one gave to the other is known to that one all the same."""
    run, contents = a_run()
    for owner in ("ada", "bob"):
        store.import_run(owner, run, contents)

    assert store.transfer("bob", "ada") == 1
    assert store.import_run("ada", run, contents)[1] is False
    assert store.import_run("bob", run, contents)[1] is True


@pytest.mark.parametrize(
    ("given", "had"),
    [
        (("a\0", "a\ufffd"), ("a\ufffd",)),
        (("\ud800", "?"), ("?",)),
        (("", " ", "b", " b "), ("b",)),
        (tuple(f"{n:02}" for n in range(50)), tuple(f"{n:02}" for n in range(20))),
    ],
)
def test_tags(store: HistoryStore, given: tuple[str, ...], had: tuple[str, ...]) -> None:
    """Tags come as they can be written here: within the bounds, and those that are then the same once."""
    run, contents = a_run(tags=given)
    own, _ = store.import_run("ada", run, contents)
    read = store.run("ada", own)

    assert read is not None
    assert read.tags == had
    assert store.page("ada", Filter(had[0])).total == 1


def test_note(store: HistoryStore) -> None:
    """A note is cut where one that is written here would be."""
    run, contents = a_run(note="n" * 6000)
    own, _ = store.import_run("ada", run, contents)
    read = store.run("ada", own)

    assert read is not None
    assert len(read.note) == 5000
