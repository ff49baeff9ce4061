"""The tree of which picture came from which."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from orq_ui.history import HistoryStore, LineageNode, Parent, Run
from tests.history.samples import a_run
from tests.history.sends import BLUE, CAT, RED, WEBP, at_once, kept, opened
from tests.services.fixtures import Storage


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def shape(store: HistoryStore, run_id: str, names: dict[str, str]) -> str:
    """A tree as text: ``a(b(c) d)``."""

    def told(branch: LineageNode) -> str:
        below = " ".join(told(child) for child in branch.children)
        return names[branch.run.id] + (f"({below})" if below else "")

    tree = store.lineage("ada", run_id)
    assert tree is not None
    return told(tree)


def everyone(branch: LineageNode) -> list[str]:
    """The ids of a tree."""
    return [branch.run.id, *(run_id for child in branch.children for run_id in everyone(child))]


def family(store: HistoryStore) -> dict[str, str]:
    """a made b and c (sent again); c's result was the source of d; d was sent again as e. By name."""
    a = kept(store, RED, started_at=1.0)
    b = kept(store, started_at=2.0, parent=Parent(run_id=a, link="replay"))
    c = kept(store, BLUE, started_at=3.0, parent=Parent(run_id=a, link="replay"))
    d = kept(store, WEBP, started_at=4.0, picture=BLUE, parent=Parent(run_id=c, link="variation", place=0))
    e = kept(store, started_at=5.0, picture=BLUE, parent=Parent(run_id=d, link="replay"))
    return {"a": a, "b": b, "c": c, "d": d, "e": e}


@pytest.mark.parametrize("asked", "abcde")
def test_from_anywhere(store: HistoryStore, asked: str) -> None:
    """The whole tree is seen from each of its runs, oldest first."""
    made = family(store)
    names = {run_id: name for name, run_id in made.items()}

    assert shape(store, made[asked], names) == "a(b c(d(e)))"
    run = store.run("ada", made["d"])
    assert run is not None
    assert run.parent == Parent(run_id=made["c"], link="variation", place=0)


def test_deleted_ancestor(store: HistoryStore) -> None:
    """Without a run in between the tree falls apart; with it out of the bin again it is whole."""
    made = family(store)
    names = {run_id: name for name, run_id in made.items()}
    store.delete("ada", [made["c"]])

    assert shape(store, made["e"], names) == "d(e)"
    assert shape(store, made["a"], names) == "a(b)"
    assert store.lineage("ada", made["c"]) is None
    store.restore("ada", [made["c"]])
    assert shape(store, made["e"], names) == "a(b c(d(e)))"
    store.delete("ada", [made["c"]])
    store.empty_trash()
    assert shape(store, made["e"], names) == "d(e)"


def test_by_content(store: HistoryStore) -> None:
    """A source that is an earlier run's result is linked to the newest such, whichever way it came."""
    kept(store, RED, started_at=1.0)
    newer = kept(store, WEBP, RED, started_at=2.0)
    third = kept(store, picture=RED, started_at=3.0)
    told = kept(store, picture=RED, started_at=4.0, parent=Parent(run_id=third, link="replay"))
    loose = kept(store, picture=CAT)
    parents = [run.parent for run in (store.run("ada", run_id) for run_id in (third, told, loose)) if run]

    assert parents == [Parent(run_id=newer, link="variation", place=1), Parent(run_id=third, link="replay"), None]


def adopted(store: HistoryStore, run_id: str, parent: str) -> str:
    """A run of another machine, with a parent there."""
    run, contents = a_run(id=run_id, parent=Parent(run_id=parent, link="replay"))
    return store.import_run("ada", run, contents)[0]


@pytest.mark.parametrize("length", [1, 2, 5])
def test_loop(store: HistoryStore, length: int) -> None:
    """Imported runs that name each other in a circle are a tree all the same, each once."""
    first = kept(store)
    run = store.run("ada", first)
    assert isinstance(run, Run)
    ids = [f"{n:032x}" for n in range(length)]
    # Each is known here under a new id, so a circle is closed by naming that one.
    here = [adopted(store, ids[0], ids[0])]
    for n in range(1, length):
        here.append(adopted(store, ids[n], ids[n - 1]))
    with store._engine.begin() as connection:
        from sqlalchemy import update

        from orq_ui.history.schema import runs

        connection.execute(update(runs).where(runs.c.id == here[0]).values(parent=here[-1]))

    for run_id in here:
        tree = store.lineage("ada", run_id)
        assert tree is not None
        assert sorted(everyone(tree)) == sorted(here)


def test_adopted_with_its_parent(store: HistoryStore) -> None:
    """An imported run is linked to its parent where that was imported before."""
    parent = adopted(store, "a" * 32, "0" * 32)
    child = adopted(store, "b" * 32, "a" * 32)
    tree = store.lineage("ada", child)

    assert tree is not None
    assert everyone(tree) == [parent, child]


def test_adopted_before_its_parent(store: HistoryStore) -> None:
    """An imported run is linked to its parent also where that comes after it, or lies in the bin."""
    children = [adopted(store, run_id * 32, "a" * 32) for run_id in "bc"]
    parent = adopted(store, "a" * 32, "0" * 32)
    store.delete("ada", [parent])
    children.append(adopted(store, "d" * 32, "a" * 32))
    store.restore("ada", [parent])

    for child in children:
        tree = store.lineage("ada", child)
        assert tree is not None
        assert everyone(tree) == [parent, *sorted(children)]


def test_adopted_beside_its_parent(storage: Storage) -> None:
    """A parent and its child that are taken in at the same moment find each other."""

    def take_in(store: HistoryStore, start: Barrier, *ids: str) -> None:
        start.wait()
        adopted(store, *ids)

    with opened(storage) as one, opened(storage) as other:
        for turn in "abcdef":
            start, parent, child = Barrier(2), turn * 32, turn * 31
            given = (one, start, parent, "0" * 32), (other, start, child, parent)
            at_once(Thread(target=take_in, args=each) for each in given)
            root = adopted(one, parent, "0" * 32)
            tree = one.lineage("ada", root)

            assert tree is not None
            assert everyone(tree) == [root, adopted(one, child, parent)]


def test_large_family(store: HistoryStore) -> None:
    """Of a very large tree 60 runs are shown; the one that was asked for and its ancestors are among them."""
    root = kept(store, started_at=0.0, picture=None)
    children = [
        kept(store, started_at=float(n), picture=None, parent=Parent(run_id=root, link="replay")) for n in range(1, 70)
    ]
    last = kept(store, started_at=99.0, picture=None, parent=Parent(run_id=children[-1], link="replay"))
    tree = store.lineage("ada", last)

    assert tree is not None
    shown = everyone(tree)
    assert len(shown) == len(set(shown)) == 60
    assert {root, children[0], children[-1], last} <= set(shown)


def test_long_line(store: HistoryStore) -> None:
    """Of a very long line the run that was asked for and its nearest ancestors are shown."""
    line = [kept(store, picture=None)]
    for _ in range(70):
        line.append(kept(store, picture=None, parent=Parent(run_id=line[-1], link="replay")))
    tree = store.lineage("ada", line[-1])

    assert tree is not None
    assert everyone(tree) == line[-60:]
    assert tree.run.id == line[-60]
