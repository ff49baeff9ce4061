"""Reading a file's structure takes time in proportion to its bytes, whatever they are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from orq_ui.imaging.containers import BrokenContainer, read_container
from orq_ui.imaging.containers.container import MAX_CHUNKS
from tests.complexity import LINEAR, growth
from tests.imaging.containers.png_chunks import chunk, header, photo, png

SOI = b"\xff\xd8\xff"


def read(data: bytes) -> None:
    with suppress(BrokenContainer):
        read_container(data)


@pytest.mark.parametrize(
    "make",
    [
        lambda count: SOI + b"\xff" * count,
        lambda count: SOI + b"\xff\0" * count,
        lambda count: SOI + b"\xfe\0\2\xff" * count,
        lambda count: SOI + b"\xda\0\2\xff" * count,
        lambda count: png((b"IHDR", header())) + chunk(b"tEXt", b"") * count,
        lambda count: png((b"IHDR", header())) + chunk(b"IDAT", b"") * count,
        lambda count: b"RIFF\xff\xff\xff\x7fWEBP" + b"ANMF\0\0\0\0" * count,
    ],
    ids=["filling", "stuffing", "comments", "scans", "texts", "pixels", "frames"],
)
def test_structure_is_read_in_one_pass(make: Callable[[int], bytes]) -> None:
    """Files of nothing but markers or empty chunks do not take more than one pass."""
    assert growth(make, read, 60_000) < LINEAR


def test_the_chunks_that_are_read_are_bounded() -> None:
    """What lies behind so many chunks is not looked at."""
    with pytest.raises(BrokenContainer):
        read_container(png((b"IHDR", header(3))) + chunk(b"tEXt", b"") * MAX_CHUNKS + photo()[8:])


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"RIFF\0\0\0\0WAVE", b"\x89PNG\r\n"])
def test_other_bytes_are_none(data: bytes) -> None:
    """A file of another kind is not broken, but something else."""
    assert read_container(data) is None
