"""What a store drops, and when."""

from __future__ import annotations

from orq_ui.emulator.bounded_store import BoundedStore
from tests.emulator.clock import Clock


def test_it_is_bounded_in_count() -> None:
    """The oldest value is dropped when there are too many."""
    store: BoundedStore[int, bytes] = BoundedStore(max_count=3)
    for key in range(5):
        store[key] = bytes([key])

    assert dict(store) == {2: b"\2", 3: b"\3", 4: b"\4"}


def test_it_is_bounded_in_bytes() -> None:
    """The oldest values are dropped when they are too large together; a new value for a key counts once."""
    store: BoundedStore[int, bytes] = BoundedStore(max_bytes=1_000, size_of=len)
    for key in (0, 1, 2, 2, 3):
        store[key] = bytes(400)

    assert list(store) == [2, 3]
    assert store.currsize == 800


def test_what_is_used_stays() -> None:
    """What nobody has asked for the longest is dropped first."""
    store: BoundedStore[str, int] = BoundedStore(max_count=2)
    store["a"], store["b"] = 1, 2
    store.get("a")
    store["c"] = 3

    assert set(store) == {"a", "c"}


def test_a_value_that_is_too_large() -> None:
    """It is left out, takes the place of its predecessor with it, and drops nothing else."""
    store: BoundedStore[str, bytes] = BoundedStore(max_bytes=10, size_of=len)
    store["a"], store["b"] = b"a", b"b"
    store["a"] = bytes(11)

    assert dict(store) == {"b": b"b"}


def test_values_expire() -> None:
    """A value lives until its time is over by the given clock, and leaves room then."""
    clock = Clock()
    store: BoundedStore[str, bytes] = BoundedStore(size_of=len, ttl_s=60, clock=clock)
    store["a"] = b"12345"
    clock.now += 59
    before = store.get("a")
    clock.now += 1

    assert before == b"12345"
    assert (store.get("a"), len(store), store.currsize) == (None, 0, 0)
