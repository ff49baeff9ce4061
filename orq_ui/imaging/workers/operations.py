"""What is done with pictures from anybody, each under a time limit and with an estimate of what it takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import MappingProxyType

from orq_ui.imaging.containers import BrokenContainer, Container, read_container
from orq_ui.imaging.conversions import CONVERSIONS, SHRUNK_SIDE
from orq_ui.imaging.convert_refused import convert_refused
from orq_ui.imaging.picture import Picture
from orq_ui.imaging.thumbnail import thumbnail
from orq_ui.imaging.validation import check_header, check_pixels
from orq_ui.imaging.workers.executor import is_short, run, run_async

CONVERSION_LIMIT_S = 60.0
"""Seconds; a lossless WebP of 20 megapixels takes half of it."""
_ENCODING_NS_PER_PIXEL = MappingProxyType({"image/jpeg": 20, "image/png": 150, "image/webp": 500})


def load_picture(data: bytes, name: str = "picture") -> Picture:
    """Check a file as :meth:`Picture.from_bytes` does, which raises the same errors, in bounded time."""
    container = check_header(data)
    run(*_check(container, data))
    return Picture.of_container(container, data, name)


async def load_picture_async(data: bytes, name: str = "picture") -> Picture:
    """Check a file as :func:`load_picture` does; cancelling stops it."""
    container = await run_async(partial(check_header, data), 0)
    await run_async(*_check(container, data))
    return Picture.of_container(container, data, name)


def draw_thumbnail(picture: Picture, side: int) -> bytes:
    """Return :func:`orq_ui.imaging.thumbnail`, or raise :class:`UnusablePicture` where it takes too long."""
    return run(partial(thumbnail, picture, side), seconds_of(picture.bytes))


def convert(picture: Picture, conversion_id: str) -> Picture:
    """Return what this conversion makes of the picture."""
    pixels = picture.width * picture.height
    if conversion_id == "shrink":
        pixels = min(pixels, SHRUNK_SIDE**2)
    made = "image/png" if conversion_id == "to_png" else picture.media_type
    seconds = seconds_of(picture.bytes) + pixels * _ENCODING_NS_PER_PIXEL[made] / 1e9
    return run(partial(_convert, picture, conversion_id), seconds, CONVERSION_LIMIT_S)


def convert_refused_file(data: bytes, name: str) -> Picture:
    """Return :func:`convert_refused`, always of a child process: nothing tells what other formats will take."""
    return run(partial(convert_refused, data, name), CONVERSION_LIMIT_S, CONVERSION_LIMIT_S)


def seconds_of(data: bytes) -> float:
    """Return how many seconds of one core decoding a file takes at most; none where nothing in it is decoded."""
    try:
        container = read_container(data)
    except BrokenContainer:
        return 0.0
    return 0.0 if container is None else container.decoding_s


def _check(container: Container, data: bytes) -> tuple[Callable[[], None], float]:
    """Return the work, for a child from the file itself, and what it takes."""
    seconds = container.decoding_s
    return partial(check_pixels, container) if is_short(seconds) else partial(_check_file, data), seconds


def _check_file(data: bytes) -> None:
    check_pixels(check_header(data))


def _convert(picture: Picture, conversion_id: str) -> Picture:
    return CONVERSIONS[conversion_id].run(picture)
