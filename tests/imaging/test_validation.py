"""Large pictures are checked in bounded memory, and refused by their headers where that is not possible."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import CONVERSIONS, Picture, picture_warnings
from orq_ui.imaging.conversions import MAX_CONVERTED_PIXELS
from orq_ui.imaging.decoding import MAX_DECODED_BYTES, MAX_PIXELS
from orq_ui.ui.text.error_messages import message_for
from tests.imaging.containers.png_chunks import END, header, png

Encode = Callable[..., bytes]
MEASURE = """
import sys
from pathlib import Path
from orq_ui.emulator.drawing.load import load_source
from orq_ui.imaging import CONVERSIONS, Picture, thumbnail
def peak():
    # Not getrusage, which has that of the process before exec too.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])
data = Path(sys.argv[1]).read_bytes()
before = peak()
picture = Picture.from_bytes(data)
thumbnail(picture, 480)
small = CONVERSIONS["shrink"].run(picture)
load_source(picture, 1024)
print(picture.width, small.width, (peak() - before) // 1000)
"""

EACH = """
import sys
from pathlib import Path
from orq_ui.emulator.drawing.load import load_source
from orq_ui.imaging import CONVERSIONS, Picture, thumbnail
from orq_ui.imaging.validation import check_header
def peak():
    # Not getrusage, which has that of the process before exec too.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])
data = Path(sys.argv[1]).read_bytes()
picture = Picture.of_container(check_header(data), data, "large")
before = peak()
others = {
    "check": lambda: Picture.from_bytes(data),
    "thumbnail": lambda: thumbnail(picture, 480),
    "draw": lambda: load_source(picture, 1024),
}
for step in sys.argv[2:]:
    others[step]() if step in others else CONVERSIONS[step].run(picture)
print((peak() - before) // 1000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize(
    ("kind", "mode", "size", "most"),
    [("JPEG", "L", (12_000, 9_000), 150), ("PNG", "1", (16_384, 12_288), 350)],
    ids=["108 MP JPEG", "201 MP PNG"],
)
def test_large_pictures_work_in_little_memory(
    encoded: Encode, tmp_path: Path, kind: str, mode: str, size: tuple[int, int], most: int
) -> None:
    """Checked, as a thumbnail, shrunk and drawn from: it takes less memory than its pixels would in colour."""
    file = tmp_path / "large"
    file.write_bytes(encoded(Image.new(mode, size), kind))
    done = subprocess.run([sys.executable, "-c", MEASURE, file], capture_output=True, text=True, check=True)  # noqa: S603
    width, small, megabytes = map(int, done.stdout.split())

    assert (width, small) == (size[0], 1024)
    assert megabytes < most


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize(
    ("kind", "options", "steps"),
    [
        ("PNG", {"compress_level": 1}, "check thumbnail shrink draw"),
        ("JPEG", {}, "check thumbnail shrink draw to_png"),
        ("JPEG", {"progressive": True}, "check thumbnail shrink draw"),
    ],
    ids=["PNG", "JPEG", "progressive JPEG"],
)
def test_fifty_megapixels_take_little_memory(
    encoded: Encode, tmp_path: Path, kind: str, options: dict[str, object], steps: str
) -> None:
    """Every step together peaks at less than 250 MB over the file and what the process has."""
    file = tmp_path / "large"
    file.write_bytes(encoded(Image.new("RGB", (8_600, 5_800)), kind, **options))
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", EACH, file, *steps.split()], capture_output=True, text=True, check=True
    )

    assert 0 < int(done.stdout) < 250


@pytest.mark.parametrize(
    ("colour", "size", "reason"),
    [
        (2, (12_000, 12_000), "too_much_memory"),
        (6, (16_384, 12_288), "too_much_memory"),
        (0, (16_384, 12_288), "truncated"),
        (0, (16_385, 12_288), "too_many_pixels"),
    ],
    ids=["colours", "colours and alpha", "grey", "more pixels"],
)
def test_memory_is_counted_before_it_is_taken(colour: int, size: tuple[int, int], reason: str) -> None:
    """A PNG takes as many bytes a pixel as Pillow gives it; this one has no pixels, so only the header was judged."""
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(png((b"IHDR", header(colour, size=size)), (b"IDAT", b"x\x9c"), END))

    assert refused.value.reason == reason


def test_the_words_name_the_bounds() -> None:
    """What the sentences on the page say is what is allowed."""
    assert f"{MAX_DECODED_BYTES // 1_000_000} MB" in message_for(UnusablePicture("too_much_memory")).advice
    assert f"{MAX_PIXELS // 1_000_000 // 10 * 10} megapixels" in message_for(UnusablePicture("too_many_pixels")).advice
    bound = f"{MAX_CONVERTED_PIXELS // 1_000_000} megapixels"
    assert bound in message_for(UnusablePicture("too_large_to_convert")).advice


def test_a_picture_too_large_to_crop_can_be_shrunk_first(encoded: Encode) -> None:
    """Over 50 megapixels only *Shrink* is offered, also as the cure of what is not square."""
    picture = Picture.from_bytes(encoded(Image.new("1", (11_000, 5_000)), "PNG"), "large.png")
    (oblong,) = [each for each in picture_warnings(picture) if each.code == "not_square"]

    assert [name for name, conversion in CONVERSIONS.items() if conversion.applies(picture)] == ["shrink"]
    assert oblong.cures == ("shrink",)
