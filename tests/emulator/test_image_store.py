"""Pictures behind urls: how long, and under which names."""

from __future__ import annotations

import os
import signal
import tempfile
from functools import partial
from pathlib import Path

import pytest

from orq_ui.emulator.image_store import IMAGE_TTL_S, Answer, ImageStore
from tests.emulator.clock import Clock
from tests.emulator.harness import client, running_command, sender


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> ImageStore:
    return ImageStore(clock, max_count=3, max_bytes=1_000)


def test_an_answer_has_its_own_names(clock: Clock, store: ImageStore) -> None:
    """Given again it has the same ones; another answer, place or process has others."""
    answer, other = Answer("a", clock.now), Answer("b", clock.now)
    names = [store.add(b"png", answer, 0), store.add(b"png", answer, 1), store.add(b"png", other, 0)]
    elsewhere = ImageStore(clock, max_count=3, max_bytes=1_000).add(b"png", answer, 0)

    assert len({*names, elsewhere}) == 4
    assert store.add(b"png", answer, 0) == names[0]
    assert all(len(name) == 48 for name in names)


@pytest.mark.parametrize("age_s", [0, 1, 3_000, IMAGE_TTL_S - 1])
def test_a_picture_is_as_old_as_its_answer(clock: Clock, store: ImageStore, age_s: int) -> None:
    """It is there until an hour after that, also when the answer is given again meanwhile."""
    answer = Answer("a", clock.now - age_s)
    name = store.add(b"png", answer, 0)
    left = IMAGE_TTL_S - age_s
    assert store.find(name) == (b"png", left)

    clock.now += left - 1
    store.add(b"png", answer, 0)
    assert store.find(name) == (b"png", 1)
    clock.now += 1

    assert store.find(name) is None


def test_a_picture_that_was_dropped_comes_back(clock: Clock, store: ImageStore) -> None:
    """Only so many are kept; an answer that is given again brings its own back, not younger than before."""
    answer = Answer("a", clock.now)
    name = store.add(b"png", answer, 0)
    clock.now += 600
    for place in range(3):
        store.add(b"png", Answer("b", clock.now), place)
    assert store.find(name) is None

    store.add(b"png", answer, 0)

    assert store.find(name) == (b"png", IMAGE_TTL_S - 600)


def test_what_is_too_old_or_too_large_is_not_kept(clock: Clock, store: ImageStore) -> None:
    """Its name leads nowhere."""
    old = store.add(b"png", Answer("a", clock.now - IMAGE_TTL_S), 0)
    large = store.add(b"x" * 1_001, Answer("b", clock.now), 0)

    assert (store.find(old), store.find(large), len(store)) == (None, None, 0)


def test_pictures_are_in_files_that_others_cannot_open(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One each while it is kept, without a name; it ends with the store, too."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = ImageStore(clock, max_count=3, max_bytes=1_000)
    names = [store.add(b"png %d" % place, Answer("a", clock.now), place) for place in range(5)]
    found = [store.find(name) for name in names]
    kept = open_files_below(tmp_path)
    clock.now += IMAGE_TTL_S
    store.expire()
    expired = open_files_below(tmp_path)
    store.add(b"png", Answer("b", clock.now), 0)
    del store

    assert found == [None, None, *((b"png %d" % place, IMAGE_TTL_S) for place in (2, 3, 4))]
    assert [list(tmp_path.iterdir()), expired, open_files_below(tmp_path)] == [[], 0, 0]
    assert kept == (3 if Path("/proc/self/fd").exists() else 0)


@pytest.mark.parametrize("broken", ["no folder", "no room"])
def test_where_nothing_can_be_written_pictures_stay_in_memory(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: str
) -> None:
    """Such as on a full disk; those that were written before are still there."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = ImageStore(clock, max_count=3, max_bytes=1_000)
    first = store.add(b"first", Answer("a", clock.now), 0)
    tmp_path.rmdir()
    if broken == "no room":
        monkeypatch.setattr(tempfile, "TemporaryFile", partial(open, "/dev/full", "w+b"))
    name = store.add(b"png" * 9, Answer("b", clock.now), 0)

    assert store.find(first) == (b"first", IMAGE_TTL_S)
    assert store.find(name) == (b"png" * 9, IMAGE_TTL_S)


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGKILL"])
def test_an_emulator_leaves_no_picture_however_it_ends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, png: bytes, ending: str
) -> None:
    """Neither signal lets a program tidy up."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with running_command() as (address, process), client(address) as http:
        link = sender(http, png)(response_format="url").json()["data"][0]["url"]
        is_there = http.get(link).status_code
        os.kill(process, getattr(signal, ending))

    assert is_there == 200
    assert list(tmp_path.iterdir()) == []


def open_files_below(folder: Path) -> int:
    """Return how many files in a folder this process has open, with a name or without; 0 where no system says so."""
    opened = Path("/proc/self/fd")
    links = [str(each.readlink()) for each in opened.iterdir() if each.is_symlink()] if opened.exists() else []
    return sum(link.startswith(f"{folder}/") for link in links)
