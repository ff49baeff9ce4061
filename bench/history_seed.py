"""Fill a history of any length straight into its tables: sending ten thousand times would take an hour."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from orq_ui.api import ImageVariationRequest
from orq_ui.history import HistoryStore, RunStarted
from orq_ui.history.database import open_database, write_transaction
from orq_ui.history.events import stored_picture
from orq_ui.history.mappers import details_row, picture_rows, run_row
from orq_ui.history.schema import blobs, details, pictures, runs
from orq_ui.imaging import Picture
from orq_ui.redaction import Redactor
from orq_ui.wire import Connection, encode

MODELS = ("openai/dall-e-2", "emulator/aquarelle", "emulator/riso", "emulator/blueprint")
RESULTS = 3
"""With the source, four pictures for each run."""
SIDE = 64
FIRST_AT = 1_790_000_000.0
HERE = Connection("http://127.0.0.1:4010")


def seed_history(database_url: str, folder: Path, owner: str, count: int) -> None:
    """Write ``count`` runs, each with four pictures that no other run has; three of the newest ten are named needle."""
    HistoryStore(database_url, str(folder)).close()
    engine = open_database(database_url)
    needles = {count - 2, count - 5, count - 9}
    made = [_run(owner, number, "needle" if number in needles else f"run {number}") for number in range(count)]
    with write_transaction(engine) as connection:
        connection.execute(insert(blobs), [blob for _, _, _, kept in made for blob in _blobs(folder, kept)])
        connection.execute(insert(runs), [row for row, _, _, _ in made])
        connection.execute(insert(details), [detail for _, detail, _, _ in made])
        connection.execute(insert(pictures), [row for _, _, rows, _ in made for row in rows])
    engine.dispose()


Made = tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], list[Picture]]


def _run(owner: str, number: int, name: str) -> Made:
    made = [_picture(number * (RESULTS + 1) + place) for place in range(RESULTS + 1)]
    body = {"model": MODELS[number % len(MODELS)], "n": RESULTS, "orq": {"name": name}}
    request = ImageVariationRequest.model_validate(body)
    started = RunStarted(
        owner=owner,
        request=request.sent(),
        wire=encode(request, made[0], HERE),
        picture=made[0],
        emulated=True,
        started_at=FIRST_AT + number * 60,
    )
    results = tuple(stored_picture(place, picture, Redactor()) for place, picture in enumerate(made[1:]))
    ended = {"state": "done", "status": 200, "duration_ms": 400.0 + number % 90, "results": results}
    run = started.to_run().model_copy(update=ended)
    return run_row(run, "bench"), details_row(run), list(picture_rows(run.id, run.stored)), made


def _blobs(folder: Path, kept: list[Picture]) -> Iterator[dict[str, Any]]:
    for picture in kept:
        path = folder / picture.sha256[:2] / picture.sha256
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(picture.bytes)
        yield {"sha256": picture.sha256, "size": len(picture.bytes)}


def _picture(number: int) -> Picture:
    """Draw a small square of one colour with its number in the corner: different for every number."""
    colour = hashlib.sha256(str(number).encode()).digest()[:3]
    mark = number.to_bytes(3, "big")
    lines = b"".join(b"\0" + (mark if line == 0 else colour) + colour * (SIDE - 1) for line in range(SIDE))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines, 1)),
        (b"IEND", b""),
    )
    packed = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return Picture(f"{number}.png", "image/png", packed, SIDE, SIDE)
