"""A send becomes a run that says everything of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orq_ui.errors import HistoryUnavailable
from orq_ui.history import SOURCE, HistoryStore, RunFinished, RunSummary, StoredPicture, new_id
from orq_ui.history.error_json import error_to_json
from orq_ui.imaging import MissingPicture, Picture
from tests.history.samples import ERRORS, awkward_texts, failures, runs
from tests.history.sends import BLUE, CAT, CLEAN, RED, a_finish, a_start, kept, opened
from tests.services.fixtures import Storage
from tests.strategies import bodies, json_values, pictures

drawn = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def json_objects() -> st.SearchStrategy[dict[str, object]]:
    """JSON objects with text that databases do not take as it is."""
    return st.dictionaries(awkward_texts(), json_values() | awkward_texts(), max_size=3)


def finishes() -> st.SearchStrategy[RunFinished]:
    """Ends of calls, good and bad."""
    lost = st.builds(MissingPicture, st.just(0), st.sampled_from(["nothing", "bad_base64"]), awkward_texts())
    results = st.lists(pictures() | lost, max_size=3).map(
        lambda found: tuple(replace(x, place=n) if isinstance(x, MissingPicture) else x for n, x in enumerate(found))
    )
    return st.builds(
        RunFinished,
        state=st.sampled_from(["done", "failed", "cancelled"]),
        duration_ms=st.floats(0, 1e7),
        status=st.none() | st.integers(100, 599),
        headers=st.lists(st.tuples(st.sampled_from(["x-a", "x-b"]), awkward_texts()), max_size=3).map(tuple),
        timings=st.dictionaries(st.sampled_from(["connect", "wait"]), st.floats(0, 1e6)),
        response=st.none() | json_objects(),
        pictures=results,
        notes=st.lists(st.tuples(st.none() | st.integers(0, 9), st.just("odd"), awkward_texts()), max_size=2).map(
            tuple
        ),
        ledger=st.none() | json_objects(),
        error=st.none() | failures(),
    )


def as_kept(place: int, picture: Picture) -> StoredPicture:
    """What the history says of a picture; names lose what no database takes."""
    name = picture.name.replace("\0", "�").encode("utf-8", "replace").decode()
    return StoredPicture(
        place=place,
        name=name,
        media_type=picture.media_type,
        sha256=picture.sha256,
        size=len(picture.bytes),
        width=picture.width,
        height=picture.height,
    )


def test_sending_before_the_answer(store: HistoryStore) -> None:
    """A run can be read while its call is under way, with its source and its request."""
    started = a_start(body={"user": "ada"})
    store.begin(started)
    run = store.run("ada", started.id)

    assert run is not None
    assert (run.state, run.status, run.duration_ms) == ("sending", None, None)
    assert run.request == {"model": "openai/dall-e-2", "user": "ada"}
    assert run.source == as_kept(SOURCE, CAT)
    assert store.wire(run).digest == started.wire.digest
    assert store.page("ada").lines == store.summaries("ada", [run.id])
    assert store.page("ada").lines[0].model_dump() == run.model_dump(include=set(RunSummary.model_fields))
    assert store.check_integrity() == CLEAN


@drawn
@given(bodies(unknown=True), json_objects(), st.none() | pictures(), finishes())
def test_everything_comes_back(
    store: HistoryStore, body: dict[str, object], more: dict[str, object], source: Picture | None, finished: RunFinished
) -> None:
    """Whatever was asked and answered is read as it was, and goes over the wire as it did."""
    started = a_start(new_id(), body | more, source)
    store.begin(started)
    assert store.finish(started, finished)
    run = store.run(started.owner, started.id)

    assert run is not None
    assert run.request == started.request
    assert (run.headers, run.timings, run.response) == (finished.headers, finished.timings, finished.response)
    assert (run.ledger, run.notes) == (finished.ledger, finished.notes)
    assert (run.error and error_to_json(run.error)) == (finished.error and error_to_json(finished.error))
    assert (run.state, run.status, run.duration_ms) == (
        finished.state,
        finished.status,
        finished.duration_ms,
    )
    assert run.source == (source and as_kept(SOURCE, source))
    assert len(run.results) == len(finished.pictures)
    for place, (given_, read) in enumerate(zip(finished.pictures, run.results, strict=True)):
        if isinstance(given_, Picture):
            assert read == as_kept(place, given_)
            assert store.picture_bytes(started.owner, run.id, place) == given_.bytes
        else:
            assert isinstance(read, MissingPicture)
            assert (read.place, read.reason) == (place, given_.reason)
    again = store.wire(run)
    assert again.digest == run.sent.digest == started.wire.digest
    assert again.parts == started.wire.parts
    assert again == started.wire.redacted()


@drawn
@given(runs())
def test_a_run_from_elsewhere_comes_back(store: HistoryStore, drawn_: tuple) -> None:  # type: ignore[type-arg]
    """An adopted run is as it was on the other machine, under an id of its own."""
    run, contents = drawn_
    owner = new_id()
    own, is_new = store.import_run(owner, run, contents)
    read = store.run(owner, own)

    assert is_new
    assert read is not None
    assert own != run.id
    assert (read.request, read.sent, read.headers, read.timings) == (run.request, run.sent, run.headers, run.timings)
    assert (read.response, read.ledger, read.notes) == (run.response, run.ledger, run.notes)
    assert (read.error and error_to_json(read.error)) == (run.error and error_to_json(run.error))
    assert read.state == ("interrupted" if run.state == "sending" else run.state)
    assert read.imported
    for place, picture in contents.items():
        assert store.picture_bytes(owner, own, place) == picture.bytes
    assert store.wire(read).digest == run.sent.digest
    assert store.import_run(owner, run, contents) == (own, False)


@pytest.mark.parametrize("kind", ERRORS)
def test_each_error(store: HistoryStore, kind: type) -> None:
    """A call that failed keeps its error, of each class of the tree."""
    values = {"int": 418, "float": 1.5, "float | None": 2.5, "tuple[tuple[str, str], ...]": (("a", "b"),)}
    error = kind(**{item.name: values.get(str(item.type), f"some {item.name}") for item in fields(kind)})
    run_id = kept(store, finished={"state": "failed", "status": None, "error": error})
    run = store.run("ada", run_id)

    assert run is not None
    assert type(run.error) is kind
    assert run.error is not None
    assert error_to_json(run.error) == error_to_json(error)


def test_same_bytes_once(store: HistoryStore) -> None:
    """A picture is stored once, however many runs have it and wherever."""
    for _ in range(3):
        kept(store, CAT, RED, CAT)

    assert set(store._blobs.hashes()) == {CAT.sha256, RED.sha256}
    assert store.usage("ada").runs == 3
    assert store.usage("ada").bytes == len(CAT.bytes) + len(RED.bytes)
    assert store.check_integrity() == CLEAN


def test_picture_can_be_sent_again(store: HistoryStore) -> None:
    """A kept picture is read back as one that can be sent, and has a thumbnail that is drawn once."""
    run_id = kept(store, RED)
    run = store.run("ada", run_id)
    assert run is not None
    first = store.thumbnail("ada", run_id, 0)

    assert store.picture("ada", run.pictures[0], run_id) == RED
    assert first[8:12] == b"WEBP"
    assert store.thumbnail("ada", run_id, 0) == first


@pytest.mark.parametrize("read", ["picture_bytes", "thumbnail"])
def test_no_such_picture(store: HistoryStore, read: str) -> None:
    """A picture that is not there, or could not be had, is a KeyError."""
    run_id = kept(store, MissingPicture(0, "nothing"), RED)

    for wrong, place in [(run_id, 0), (run_id, 7), (new_id(), 0)]:
        with pytest.raises(KeyError):
            getattr(store, read)("ada", wrong, place)


@pytest.mark.parametrize("odd", ["", "\0", "\ud800", "x" * 5000, "ä", "' OR 1=1 --", "%", "../../etc/passwd"])
def test_ids_from_anywhere(store: HistoryStore, odd: str) -> None:
    """An id that nobody was given, such as from a typed address, is no run."""
    kept(store, RED)

    assert store.run("ada", odd) is None
    assert store.run(odd, new_id()) is None
    assert store.owner_of(odd) is None
    assert store.lineage("ada", odd) is None
    assert store.delete("ada", [odd]) == 0
    assert store.restore("ada", [odd]) == 0
    with pytest.raises(KeyError):
        store.picture_bytes("ada", odd, 0)


def test_finishing_twice(store: HistoryStore) -> None:
    """A second end of the same call changes nothing and loses nothing."""
    started = a_start()
    store.begin(started)
    store.finish(started, a_finish(RED))
    with pytest.raises(HistoryUnavailable):
        store.finish(started, a_finish(BLUE, status=500))
    run = store.run("ada", started.id)

    assert run is not None
    assert (run.status, [picture.sha256 for picture in run.pictures]) == (200, [RED.sha256])
    assert store.check_integrity() == CLEAN


def test_from_any_thread(store: HistoryStore) -> None:
    """A send may begin in one thread and end in another, none of which opened the store."""
    started, ended = a_start(), []
    for step in (lambda: store.begin(started), lambda: store.finish(started, a_finish(RED))):
        thread = Thread(target=lambda step=step: ended.append(step()))
        thread.start()
        thread.join()

    assert ended == [started.id, True]


def test_a_secret_for_all(storage: Storage, store: HistoryStore) -> None:
    """All servers of one history share a secret that nobody can guess."""
    with opened(storage) as other:
        assert store.secret() == other.secret()
    assert len(store.secret()) == 32


def test_open_again(storage: Storage) -> None:
    """What was kept is there after a restart, and opening twice changes nothing."""
    with opened(storage) as store:
        run_id = kept(store, RED)
        before = store.run("ada", run_id)
    with opened(storage), opened(storage) as store:
        assert store.run("ada", run_id) == before
        assert store.picture_bytes("ada", run_id, 0) == RED.bytes
