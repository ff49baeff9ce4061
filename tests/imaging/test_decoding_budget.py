"""What a picture takes is estimated from its file's structure, and what takes too long is refused unseen."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import Picture
from orq_ui.imaging.containers import Container, read_container
from orq_ui.imaging.decoding import MAX_DECODED_BYTES, MAX_PIXELS
from orq_ui.imaging.validation import MAX_DECODING_S, MAX_SCANS, MAX_SIDE, check_header
from orq_ui.imaging.workers.executor import is_short
from orq_ui.ui.text.error_messages import message_for
from tests.complexity import untraced
from tests.imaging.hostile_files import (
    empty_png,
    huffman_tables,
    interlaced_bits,
    many_tables,
    prefix_code_groups,
    progressive,
)

Encode = Callable[..., bytes]
SIDES = st.integers(1, 65_535)


def container_of(data: bytes) -> Container:
    container = read_container(data)
    assert container is not None
    return container


def is_accepted(data: bytes) -> bool:
    try:
        check_header(data)
    except UnusablePicture as refused:
        return refused.reason not in {"too_many_pixels", "too_many_scans", "too_slow", "too_much_memory"}
    return True


def refusal(data: bytes) -> UnusablePicture:
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(data)
    return refused.value


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (progressive((1_448, 1_448), 2_000), "too_many_scans"),
        (progressive((64, 64), MAX_SCANS + 1), "too_many_scans"),
        (progressive((1_448, 1_448), 2_000, marker=0xCA), "too_many_scans"),
        (progressive((12_000, 9_000), MAX_SCANS), "too_slow"),
        (progressive((5_000, 5_000), 50, marker=0xCA), "too_slow"),
        (empty_png((1, 50_000_000)), "too_many_pixels"),
        (empty_png((MAX_SIDE + 1, 1), interlace=1), "too_many_pixels"),
        (empty_png((10_400, 10_400), colour=6, depth=16), "too_slow"),
    ],
    ids=[
        "two thousand scans",
        "one scan too many",
        "arithmetic scans",
        "a large picture's scans",
        "a large picture's arithmetic scans",
        "a column",
        "a row",
        "16 bits a channel",
    ],
)
def test_what_takes_too_long_is_refused_unseen(data: bytes, reason: str) -> None:
    """The header is enough: were these decoded, they would be refused for another reason, or be accepted."""
    error = refusal(data)

    assert error.reason == reason
    assert error.detail in message_for(error).title
    assert message_for(error).advice


@pytest.mark.parametrize("scans", [1, 2, 14, 64, MAX_SCANS])
def test_as_many_scans_as_encoders_write_are_taken(scans: int) -> None:
    """Cameras write up to 14 scans, optimizers up to 64."""
    assert Picture.from_bytes(progressive((320, 240), scans)).width == 320
    assert container_of(progressive((320, 240), scans)).scans == scans


@given(
    size=st.tuples(SIDES, SIDES),
    scans=st.integers(1, 300),
    components=st.sampled_from([1, 3, 4]),
    marker=st.sampled_from([0xC2, 0xCA]),
)
def test_an_accepted_jpeg_is_within_the_budget(size: tuple[int, int], scans: int, components: int, marker: int) -> None:
    """Whatever its size and scans: it is refused with a reason of its own, or under every limit."""
    data = progressive(size, scans, components, marker)
    container = container_of(data)
    if is_accepted(data):
        assert container.scans == scans <= MAX_SCANS
        assert size[0] * size[1] * (scans - 1) <= MAX_DECODING_S * 1e9
        assert container.fixed_bytes <= MAX_DECODED_BYTES


@given(
    size=st.tuples(st.integers(1, 2**31 - 1), st.integers(1, 2**31 - 1)),
    kind=st.sampled_from([(0, 1), (0, 16), (2, 8), (2, 16), (6, 8), (6, 16)]),
    interlace=st.integers(0, 1),
)
def test_an_accepted_png_is_within_the_budget(size: tuple[int, int], kind: tuple[int, int], interlace: int) -> None:
    """Pixels, rows and bytes: none of them alone can make it slow."""
    data = empty_png(size, *kind, interlace)
    if is_accepted(data):
        assert size[0] * size[1] <= MAX_PIXELS
        assert max(size) <= MAX_SIDE
        assert container_of(data).decoding_s <= MAX_DECODING_S


def test_each_scan_counts_with_its_components_only() -> None:
    """A scan of one of three components goes through a third of the coefficients."""
    one = container_of(progressive((800, 800), 51, components=1))
    three = container_of(progressive((800, 800), 51, components=3))

    assert three.decoding_s - one.decoding_s == pytest.approx(2 * 800 * 800 / 1e9, rel=0.01)


@pytest.mark.parametrize("bad", ["arithmetic", "tables"])
def test_costly_bytes_count(bad: str) -> None:
    """A picture of few pixels is costly by what its bytes make the decoder do."""
    cheap, dear = (
        (progressive((800, 800), 20), progressive((800, 800), 20, marker=0xCA))
        if bad == "arithmetic"
        else (huffman_tables(100), huffman_tables(1_000_000))
    )

    assert container_of(dear).decoding_s > 4 * container_of(cheap).decoding_s


def slow_files(encoded: Encode) -> dict[str, bytes]:
    noise = Image.effect_noise((900, 900), 200)
    colours = Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180)))
    return {
        "tiny scans": progressive((1_000, 1_000), MAX_SCANS),
        "tiny scans in colour": progressive((1_000, 1_000), MAX_SCANS, components=3),
        "noise, progressive": encoded(colours.reduce(2).resize(colours.size), "JPEG", quality=90, progressive=True),
        "noise, baseline": encoded(colours, "JPEG", quality=100, subsampling=0),
        "Huffman tables": huffman_tables(4_000_000),
        "interlaced bits": interlaced_bits(8_000),
        "many tables": many_tables(60_000),
        "prefix codes of each block": prefix_code_groups(),
        "noise, PNG": encoded(colours, "PNG"),
        "a column": encoded(Image.new("RGB", (1, 400_000)), "PNG"),
        "noise, WebP": encoded(colours, "WEBP", quality=100, method=0),
        "noise, lossless WebP": encoded(colours, "WEBP", lossless=True, method=0),
    }


def test_the_estimate_is_what_the_costliest_files_take(encoded: Encode) -> None:
    """No file takes many times its estimate, relative to the file that takes the most of its own.

    What counts is the processor's time of this thread, and no absolute time: slower machines take longer for all.
    """
    shares = {}
    for name, data in slow_files(encoded).items():
        estimate = container_of(data).decoding_s
        with untraced():
            started = time.thread_time()
            Picture.from_bytes(data)
            shares[name] = (time.thread_time() - started) / estimate

    typical = sorted(shares.values())[len(shares) // 2]
    assert max(shares.values()) < 6 * typical, shares


@pytest.mark.parametrize(
    "made",
    [partial(interlaced_bits, 12_000), partial(many_tables, 150_000), prefix_code_groups],
    ids=["interlaced bits", "many tables", "prefix codes of each block"],
)
def test_what_keeps_a_core_busy_or_fills_the_memory_is_for_a_child(made: Callable[[], bytes]) -> None:
    """The server's own threads, which nobody can stop, decode none of these; and they are no reason to refuse it."""
    data = made()
    assert not is_short(container_of(data).decoding_s)
    assert is_accepted(data)
