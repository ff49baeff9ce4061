"""Recording a call with ten 1 MB results, against merely writing those files to the same disk."""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path
from time import perf_counter

from bench.ratios import Row, interleave
from orq_ui.api import ImageVariationRequest
from orq_ui.history import HistoryStore, RunFinished, RunStarted
from orq_ui.imaging import Picture
from orq_ui.wire import Connection, encode

ROUNDS = 40
COUNT = 10
SIZE = 1_000_000
_FILES = count()


def measure(rounds: int | None) -> list[Row]:
    """Measure milliseconds to record a run as sending and then its end, down to the last byte on the disk."""
    # Beside the sources, not in /tmp: that may be memory, which has nothing to write through to.
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        store = HistoryStore(f"sqlite:///{folder}/history.db", f"{folder}/pictures")
        files = Path(folder, "files")
        files.mkdir()
        found = interleave(
            rounds or ROUNDS, {"ours": lambda: _record(store), "baseline": lambda: _write(files)}, warm_up=3
        )
        store.close()
    return [Row(f"keep a run of {COUNT} × 1 MB", found["ours"], found["baseline"], "ms", 1.5)]


def _pictures() -> tuple[Picture, ...]:
    # New bytes each time, as nothing is written twice; what they show does not matter to either.
    return tuple(Picture(f"{place}.png", "image/png", os.urandom(SIZE), 512, 512) for place in range(COUNT))


def _record(store: HistoryStore) -> float:
    request = ImageVariationRequest.model_validate({"model": "openai/dall-e-2", "n": COUNT})
    source = Picture("source.png", "image/png", os.urandom(SIZE), 512, 512)
    started = RunStarted(
        owner="bench",
        request=request.sent(),
        wire=encode(request, source, Connection("https://my.orq.ai")),
        picture=source,
    )
    finished = RunFinished(state="done", duration_ms=1.0, status=200, pictures=_pictures())
    began = perf_counter()
    store.begin(started)
    store.finish(started, finished)
    return (perf_counter() - began) * 1000


def _write(folder: Path) -> float:
    pictures = _pictures()
    began = perf_counter()
    for picture in pictures:
        with (folder / f"{next(_FILES)}.png").open("xb") as out:
            out.write(picture.bytes)
            out.flush()
            os.fsync(out.fileno())
    return (perf_counter() - began) * 1000
