"""Damaged pictures in the history: what was accepted is shown, compared, exported and imported like any other."""

from __future__ import annotations

from io import BytesIO

import pytest

from orq_ui.errors import UnusablePicture
from orq_ui.history.diff.comparison import compare
from orq_ui.history.diff.pictures import picture_pairs
from orq_ui.history.export.zip_export import export_runs
from orq_ui.history.export.zip_import import import_runs
from orq_ui.history.run import SOURCE, Run
from orq_ui.imaging import Picture, UnshownPicture
from tests.history.sends import a_finish, a_start, opened
from tests.mutated_pictures.mutations import cases
from tests.mutated_pictures.sources import sources
from tests.services.fixtures import Storage

RUN_PICTURES = 10
"""Variations of one run."""


def test_damaged_pictures(folder: Storage) -> None:
    """Runs with them are kept byte for byte, each picture has a thumbnail, and a zip of them can be read again."""
    entries = [_entry(number % RUN_PICTURES, damaged.data) for number, damaged in enumerate(cases(400, "history"))]
    with opened(folder) as store:
        before = None
        for first in range(0, len(entries), RUN_PICTURES):
            some = entries[first : first + RUN_PICTURES]
            source = next((entry for entry in some if isinstance(entry, Picture)), None)
            started = a_start(picture=source)
            store.begin(started)
            store.finish(started, a_finish(*some))
            run = store.run("ada", started.id)
            assert run is not None
            if before is not None:
                assert compare(before, run).reply
                assert picture_pairs(before, run)
            before = run
            contents = dict(enumerate(some)) | ({} if source is None else {SOURCE: source})
            for place, entry in contents.items():
                assert store.picture_bytes("ada", run.id, place) == entry.bytes
                if isinstance(entry, Picture):
                    assert store.thumbnail("ada", run.id, place).startswith(b"RIFF")
            assert _round_trip(run, contents) == {place: entry.bytes for place, entry in contents.items()}


def test_a_picture_that_broke_on_the_disk(folder: Storage) -> None:
    """It has no thumbnail, and the run around it is there."""
    sound = Picture.from_bytes(sources()["png-2-8"])
    broken = Picture("cat.png", "image/png", sound.bytes[:40], sound.width, sound.height)
    with opened(folder) as store:
        started = a_start(picture=sound)
        store.begin(started)
        store.finish(started, a_finish(broken))

        with pytest.raises(KeyError):
            store.thumbnail("ada", started.id, 0)
        assert store.thumbnail("ada", started.id, SOURCE)


def _round_trip(run: Run, contents: dict[int, Picture | UnshownPicture]) -> dict[int, bytes]:
    out = BytesIO()
    export_runs([(run, lambda place: contents[place].bytes)], out)
    (back,) = import_runs(out)
    return {place: entry.bytes for place, entry in back.pictures.items()}


def _entry(place: int, data: bytes) -> Picture | UnshownPicture:
    """Return what the client makes of a variation with these bytes."""
    try:
        return Picture.from_bytes(data, f"variation-{place + 1}.png")
    except UnusablePicture as refused:
        return UnshownPicture(place, refused.reason, refused.detail, data)
