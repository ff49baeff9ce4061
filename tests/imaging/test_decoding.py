"""Large pictures take turns, small ones do not wait."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PIL import Image

from orq_ui.imaging import decoding
from orq_ui.imaging.decoding import open_image

Encode = Callable[..., bytes]


def can_another_thread_decode() -> bool:
    found: list[bool] = []

    def attempt() -> None:
        if decoding.TURN.acquire(blocking=False):
            decoding.TURN.release()
            found.append(True)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    return bool(found)


@pytest.mark.parametrize(("size", "waits"), [((40, 30), False), ((9_000, 8_000), True)], ids=["small", "large"])
def test_large_pictures_take_turns(encoded: Encode, size: tuple[int, int], waits: bool) -> None:
    """While one picture of more than 64 MB is open another thread cannot open a second; small ones go on."""
    data = encoded(Image.new("1", size), "PNG")
    with open_image(data):
        # The same thread may, as where a picture is converted and the result is checked.
        with open_image(data) as again:
            assert again.size == size
        assert can_another_thread_decode() != waits

    assert can_another_thread_decode()


@pytest.mark.parametrize(
    ("side", "size"), [(None, (1_600, 800)), (400, (800, 400)), (100, (200, 100)), (9, (200, 100))]
)
def test_a_jpeg_is_decoded_as_small_as_will_do(encoded: Encode, side: int | None, size: tuple[int, int]) -> None:
    """At least twice the asked side is decoded, at an eighth of the size at best."""
    with open_image(encoded(Image.new("RGB", (1_600, 800)), "JPEG"), side) as image:
        image.load()

    assert image.size == size
