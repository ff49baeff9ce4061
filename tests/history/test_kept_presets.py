"""Presets are kept for each person, like their runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from orq_ui.errors import InvalidInput
from orq_ui.history import HistoryStore
from orq_ui.presets import MAX_PRESETS, Preset
from tests.history.sends import opened
from tests.services.fixtures import Storage

ANNA, BROWSER = "account:anna", "browser:1"
FAST, SAFE = Preset("fast", {"timeout": {"call_timeout": 500}}), Preset("safe", {"retry": {"count": 3}}, "for demos")


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


def test_they_outlive_the_server(storage: Storage) -> None:
    """Kept by one server, they are there for the next, by name; one of the same name takes the other's place."""
    with opened(storage) as store:
        store.keep_presets(ANNA, [SAFE, FAST])
        store.keep_presets(ANNA, [Preset("fast", {"name": "x"})])
        store.keep_presets(ANNA, [])
    with opened(storage) as store:
        assert store.presets(ANNA) == (Preset("fast", {"name": "x"}), SAFE)
        assert store.presets(BROWSER) == ()


def test_one_is_deleted(store: HistoryStore) -> None:
    """It goes by its name and its owner; another person's of that name stays."""
    store.keep_presets(ANNA, [SAFE, FAST])
    store.keep_presets(BROWSER, [SAFE])

    store.delete_preset(ANNA, "safe")
    store.delete_preset(ANNA, "none of this name")

    assert store.presets(ANNA) == (FAST,)
    assert store.presets(BROWSER) == (SAFE,)


def test_they_go_with_everything(store: HistoryStore) -> None:
    """Who deletes everything deletes the presets; a limit or the trash does not."""
    store.keep_presets(ANNA, [SAFE])
    store.keep_presets(BROWSER, [FAST])
    store.empty_trash()

    store.delete_all(ANNA)

    assert store.presets(ANNA) == ()
    assert store.presets(BROWSER) == (FAST,)


def test_they_are_handed_over(store: HistoryStore) -> None:
    """Who signs in has the browser's presets, but for those whose names theirs have."""
    store.keep_presets(BROWSER, [SAFE, FAST])
    store.keep_presets(ANNA, [Preset("fast", {})])

    store.transfer(BROWSER, ANNA)

    assert store.presets(ANNA) == (Preset("fast", {}), SAFE)
    assert store.presets(BROWSER) == (FAST,)


def test_there_is_an_end(store: HistoryStore) -> None:
    """More than a file of presets may hold are refused, all of them; those that were there stay."""
    store.keep_presets(ANNA, [Preset(f"{number:03}", {}) for number in range(MAX_PRESETS)])

    with pytest.raises(InvalidInput, match="at most 200"):
        store.keep_presets(ANNA, [Preset("one more", {})])

    assert len(store.presets(ANNA)) == MAX_PRESETS
    assert "one more" not in {preset.name for preset in store.presets(ANNA)}
