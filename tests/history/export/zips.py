"""Zips of runs, sound and hostile."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from orq_ui.errors import InvalidInput
from orq_ui.history.export.archive import LIMITS, ZipLimits
from orq_ui.history.export.zip_export import export_runs
from orq_ui.history.export.zip_import import import_runs
from tests.history.samples import a_run

RUN, PICTURES = a_run()
FOLDER = "2026-09-21-01234567/"
MANIFEST, SOURCE_ENTRY = FOLDER + "run.json", FOLDER + "source.png"
Change = Callable[[dict[str, Any]], object]


def good() -> bytes:
    out = BytesIO()
    export_runs([(RUN, lambda place: PICTURES[place].bytes)], out)
    return out.getvalue()


def entries() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_(**changed: bytes) -> bytes:
    """The good zip with entries changed, ``__`` standing for the dot."""
    return zipped(entries() | {FOLDER + name.replace("__", "."): data for name, data in changed.items()})


def edited(change: Change) -> bytes:
    """The good zip with its manifest changed."""
    manifest = json.loads(entries()[MANIFEST])
    change(manifest)
    return with_(run__json=json.dumps(manifest).encode())


def refusal(data: bytes, limits: ZipLimits = LIMITS) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        list(import_runs(BytesIO(data), limits))
    return caught.value


def encrypted() -> bytes:
    """The encryption bit set in every header, here and in the directory."""
    data = bytearray(good())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def twice() -> bytes:
    # Written under another name of the same length: the writer itself warns of a second one.
    return zipped({MANIFEST: b"{}", FOLDER + "run.jsoX": b"{}"}).replace(b"run.jsoX", b"run.json")


def lying(size: int) -> bytes:
    """A directory that says another size of its first entry."""
    data = bytearray(good())
    struct.pack_into("<I", data, data.find(b"PK\1\2") + 24, size)
    return bytes(data)


def long_directory() -> bytes:
    """An end record that speaks of a directory larger than any."""
    return b"PK" + bytes(6_000_000) + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 5_900_000, 0, 0)


def animated() -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (2, 2), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    return out.getvalue()


def posing(data: bytes) -> bytes:
    """The good zip with other bytes for the source, and their hash in the manifest."""
    changed = entries()
    manifest = json.loads(changed[MANIFEST])
    manifest["run"]["brief"]["source"]["sha256"] = hashlib.sha256(data).hexdigest()
    return zipped(changed | {MANIFEST: json.dumps(manifest).encode(), SOURCE_ENTRY: data})
