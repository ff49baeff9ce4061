"""What is thrown away by itself: only what has ended, no more than is over a limit, and nothing for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from orq_ui.history import HistoryStore, RetentionLimits, Usage
from orq_ui.imaging import Picture
from tests.history.sends import BLUE, CAT, CLEAN, RED, WEBP, a_finish, a_start, kept, opened
from tests.services.fixtures import Storage

LARGE = 10_000


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def ids(store: HistoryStore) -> set[str]:
    """What is left."""
    return {line.id for line in store.page("ada", per_page=1000).lines}


def large(number: int) -> Picture:
    """One of many pictures of the same size."""
    return replace(RED, bytes=RED.bytes.ljust(LARGE, bytes([number])))


@pytest.mark.parametrize(
    "limits",
    [RetentionLimits(runs=0), RetentionLimits(age_s=0.0), RetentionLimits(bytes=0)],
    ids=["runs", "age", "bytes"],
)
def test_a_run_under_way_stays(store: HistoryStore, limits: RetentionLimits) -> None:
    """No limit takes a run whose result is still to come; once it has come, it goes like any other."""
    started = a_start(started_at=1.0)
    store.begin(started)
    assert store.enforce_limits(limits) == 0

    assert store.finish(started, a_finish(RED))
    assert store.picture_bytes("ada", started.id, 0) == RED.bytes
    assert store.enforce_limits(limits) == 1
    assert store.check_integrity() == CLEAN


def test_a_run_under_way_counts(store: HistoryStore) -> None:
    """It takes one of the places, as a starred run does, and the newest of the others have the rest."""
    made = [kept(store, started_at=float(n)) for n in range(4)]
    store.star("ada", made[0], True)
    started = a_start(started_at=0.5)
    store.begin(started)

    assert store.enforce_limits(RetentionLimits(runs=3)) == 2
    assert ids(store) == {made[0], started.id, made[3]}


@pytest.mark.parametrize("limits", [RetentionLimits(runs=6), RetentionLimits(bytes=6 * LARGE)], ids=["runs", "bytes"])
def test_two_servers_tidy_at_once(storage: Storage, monkeypatch: pytest.MonkeyPatch, limits: RetentionLimits) -> None:
    """One that tidied while the other was counting has done all there was to do."""
    with opened(storage) as one, opened(storage) as other:
        made = [kept(one, large(n), picture=None, started_at=float(n)) for n in range(10)]
        usage = other._retention._queries.usage

        def overtaken(owner: str) -> Usage:
            counted = usage(owner)
            assert one.enforce_limits(limits) == 4
            return counted

        monkeypatch.setattr(other._retention._queries, "usage", overtaken)

        assert other.enforce_limits(limits) == 0
        assert ids(one) == set(made[4:])
        assert one.check_integrity() == CLEAN


def test_what_frees_nothing_stays(store: HistoryStore) -> None:
    """A limit of bytes leaves runs alone whose pictures a starred one keeps anyway."""
    starred = kept(store, RED, started_at=1.0)
    store.star("ada", starred, True)
    made = [kept(store, RED, started_at=float(n)) for n in (2, 3)]
    heavy = kept(store, RED, BLUE, started_at=4.0)

    assert store.enforce_limits(RetentionLimits(bytes=0)) == 1
    assert ids(store) == {starred, *made}
    assert heavy not in ids(store)
    assert store.usage("ada").bytes == len(CAT.bytes) + len(RED.bytes)


def test_what_newer_runs_need_stays(store: HistoryStore) -> None:
    """An old run goes only if its pictures go with it, not when a newer one that may stay has them too."""
    old = kept(store, RED, picture=None, started_at=1.0)
    heavy = kept(store, WEBP, picture=None, started_at=2.0)
    new = kept(store, RED, picture=None, started_at=3.0)

    assert store.enforce_limits(RetentionLimits(bytes=len(RED.bytes))) == 1
    assert ids(store) == {old, new}
    assert heavy not in ids(store)
    assert store.enforce_limits(RetentionLimits(bytes=len(RED.bytes) - 1)) == 2
    assert store.check_integrity() == CLEAN
