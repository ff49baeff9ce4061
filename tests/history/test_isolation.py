"""Whatever is asked under one person's name finds and changes nothing of another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from orq_ui.history import SOURCE, Filter, HistoryStore, Parent, RetentionLimits, Usage
from orq_ui.imaging import UnshownPicture
from orq_ui.presets import Preset
from tests.history.sends import BLUE, CLEAN, RED, a_start, bytes_there, kept, opened
from tests.services.fixtures import Storage

EVE = "eve"
Ask = Callable[[HistoryStore, str], Any]


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def no_picture(ask: Ask) -> Ask:
    """What is asked for is not there."""

    def asked(store: HistoryStore, run_id: str) -> None:
        with pytest.raises(KeyError):
            ask(store, run_id)

    return asked


def stolen_wire(store: HistoryStore, run_id: str) -> None:
    """The bytes of another's run by a run that says that it is one's own."""

    run = store.run("ada", run_id)
    assert run is not None
    store.wire(run.model_copy(update={"owner": EVE}))


def stolen_picture(store: HistoryStore, run_id: str) -> None:
    """The bytes of another's picture by what is known of it."""
    run = store.run("ada", run_id)
    assert run is not None
    store.picture(EVE, run.pictures[0], run_id)


# What each method answers to Eve about a run of Ada's.
ASKED: dict[str, tuple[Ask, Any]] = {
    "run": (lambda store, run: store.run(EVE, run), None),
    "summaries": (lambda store, run: store.summaries(EVE, [run]), ()),
    "children": (lambda store, run: store.children(EVE, [run]), ()),
    "lineage": (lambda store, run: store.lineage(EVE, run), None),
    "page": (lambda store, run: store.page(EVE).total, 0),
    "position": (lambda store, run: store.position(EVE, Filter(), "newest", run), None),
    "facets": (lambda store, run: store.facets(EVE).models, ()),
    "usage": (lambda store, run: store.usage(EVE), Usage(0, 0)),
    "usage_fingerprint": (lambda store, run: store.usage_fingerprint(EVE), (0, 0, None)),
    "stored_picture": (lambda store, run: store.stored_picture(EVE, run, 0), None),
    "stored_file": (lambda store, run: store.stored_file(EVE, run, 1), None),
    "picture_bytes": (no_picture(lambda store, run: store.picture_bytes(EVE, run, 0)), None),
    "picture": (no_picture(stolen_picture), None),
    "thumbnail": (no_picture(lambda store, run: store.thumbnail(EVE, run, SOURCE)), None),
    "wire": (no_picture(stolen_wire), None),
    "star": (lambda store, run: store.star(EVE, run, False), None),
    "note": (lambda store, run: store.note(EVE, run, "mine"), None),
    "tag": (lambda store, run: store.tag(EVE, run, ["mine"]), None),
    "delete": (lambda store, run: store.delete(EVE, [run]), 0),
    "restore": (lambda store, run: store.restore(EVE, [run]), 0),
    "delete_all": (lambda store, run: store.delete_all(EVE), 0),
    "transfer": (lambda store, run: store.transfer(EVE, "mallory"), 0),
    "presets": (lambda store, run: store.presets(EVE), ()),
    "keep_presets": (lambda store, run: store.keep_presets(EVE, [Preset("hers", {"cache": {}}, "")]), None),
    "delete_preset": (lambda store, run: store.delete_preset(EVE, "hers"), None),
    "delete_presets": (lambda store, run: store.delete_presets(EVE), None),
    "enforce_limits": (lambda store, run: store.enforce_limits(RetentionLimits(0, 0, 0), EVE), 0),
}
# These name no person, or only write under their own.
OTHERS = {
    "interrupt",
    "close",
    "recover",
    "begin",
    "finish",
    "import_run",
    "owner_of",
    "empty_trash",
    "secret",
    "check_integrity",
}


def state(store: HistoryStore, run_id: str) -> object:
    """All that Ada sees."""
    of_hers = store.page("ada"), store.facets("ada"), store.usage("ada"), store.presets("ada")
    return store.run("ada", run_id), of_hers, bytes_there(store)


def test_every_method_is_judged() -> None:
    """No method of the store is left out below."""
    methods = {name for name in dir(HistoryStore) if callable(getattr(HistoryStore, name)) and not name.startswith("_")}

    assert methods == ASKED.keys() | OTHERS


@pytest.mark.parametrize("method", ASKED)
def test_of_another(store: HistoryStore, method: str) -> None:
    """Eve, who knows a run's id, neither sees nor changes it."""
    run_id = kept(store, RED, UnshownPicture(1, "wrong_type", "GIF", b"GIF89a"), body={"user": "ada"}, started_at=0.0)
    assert store.stored_file("ada", run_id, 1) is not None
    store.note("ada", run_id, "hers")
    store.tag("ada", run_id, ["hers"])
    store.star("ada", run_id, True)
    store.keep_presets("ada", [Preset("hers", {"name": "mine"}, "")])
    before = state(store, run_id)
    ask, answer = ASKED[method]

    assert ask(store, run_id) == answer
    assert state(store, run_id) == before
    assert store.check_integrity() == CLEAN


def test_bin_of_another(store: HistoryStore) -> None:
    """Nor does she take it out of the bin, nor keep it there."""
    run_id = kept(store, RED)
    store.delete("ada", [run_id])

    assert store.restore(EVE, [run_id]) == 0
    assert store.run("ada", run_id) is None
    assert store.restore("ada", [run_id]) == 1


def test_same_picture(store: HistoryStore) -> None:
    """Who has the same picture learns nothing of the other's runs, and may delete their own."""
    hers = kept(store, RED)
    mine = kept(store, BLUE, owner=EVE, picture=RED)
    run = store.run(EVE, mine)

    assert run is not None
    assert run.parent is None
    store.delete_all(EVE)
    assert store.picture_bytes("ada", hers, 0) == RED.bytes


def test_named_parent_of_another(store: HistoryStore) -> None:
    """A run that names another's as its parent stands alone in its tree."""
    hers = kept(store, RED)
    mine = kept(store, owner=EVE, parent=Parent(run_id=hers, link="replay"))
    tree = store.lineage(EVE, mine)

    assert tree is not None
    assert (tree.run.id, tree.children) == (mine, ())
    above = store.lineage("ada", hers)
    assert above is not None
    assert above.children == ()


def test_adopted_out_of_the_bin(store: HistoryStore) -> None:
    """A run that is taken in while it lies in the bin is there once, also when the deletion is undone."""
    origin = kept(store, RED)
    run = store.run("ada", origin)
    assert run is not None
    store.delete("ada", [origin])

    assert store.import_run("ada", run, {0: RED}) == (origin, True)
    assert store.restore("ada", [origin]) == 0
    assert store.page("ada").total == 1
    assert store.check_integrity() == CLEAN


def test_adopted_twice(store: HistoryStore) -> None:
    """Two people may take in the same run; each has their own."""
    origin = kept(store, RED)
    run = store.run("ada", origin)
    assert run is not None
    own, is_new = store.import_run(EVE, run, {0: RED})

    assert is_new
    assert own != origin
    assert store.import_run("ada", run, {0: RED}) == (origin, False)
    assert store.page(EVE).total == store.page("ada").total == 1


def test_finishing_of_another(store: HistoryStore) -> None:
    """An end is told under the person who began; the id of somebody else's run is not enough."""
    from tests.history.sends import a_finish

    hers = a_start()
    store.begin(hers)
    assert store.finish(a_start(EVE, id=hers.id), a_finish(BLUE)) is False
    run = store.run("ada", hers.id)

    assert run is not None
    assert run.state == "sending"
    assert run.results == ()


@pytest.mark.parametrize("odd", ["", "ADA", "ada ", "%", "a_a", "ada\0"])
def test_names_are_exact(store: HistoryStore, odd: str) -> None:
    """A name that only looks like another is somebody else."""
    run_id = kept(store, RED)

    assert store.run(odd, run_id) is None
    assert store.page(odd, Filter("cat")).total == 0
    assert store.owner_of(run_id) == "ada"
