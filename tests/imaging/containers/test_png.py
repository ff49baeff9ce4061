"""What Chromium shows of a PNG is taken, and what it does not show is refused; each was tried there."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from orq_ui.errors import UnusablePicture
from orq_ui.imaging import CONVERSIONS, Picture, picture_warnings, thumbnail
from orq_ui.imaging.containers import read_container
from orq_ui.imaging.containers.png import missing_share
from tests.imaging.containers.png_chunks import (
    END,
    HEIGHT,
    INDICES,
    PALETTE,
    PIXELS,
    ROW,
    WIDTH,
    chunk,
    drawing,
    header,
    photo,
    png,
)

LARGE = zlib.compress(b"word " * 500_000)
"""More, unpacked, than Pillow reads of a text or a profile."""
COMPRESSED = zlib.compress(PIXELS)
TEXT = b"Comment\0\0" + LARGE
FRAME = struct.pack(">IIIIIHHBB", 0, WIDTH, HEIGHT, 0, 0, 1, 10, 0, 0)


def animation(frames: int) -> tuple[bytes, bytes]:
    return b"acTL", struct.pack(">II", frames, 0)


SHOWN = {
    "large zTXt": photo((b"zTXt", TEXT)),
    "large zTXt behind": photo(after=(chunk(b"zTXt", TEXT),)),
    "large iTXt": photo((b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + LARGE)),
    "large profile": photo((b"iCCP", b"p\0\0" + LARGE)),
    "many texts": photo(*[(b"zTXt", TEXT)] * 70),
    "broken profile": photo((b"iCCP", b"p\0\7nothing")),
    "empty profile": photo((b"iCCP", b"")),
    "text with a wrong checksum": photo(chunk(b"tEXt", b"a\0b", is_sound=False)),
    "one behind": photo(after=(chunk(b"tEXt", b"a\0b", is_sound=False),)),
    "transparency with a wrong checksum": drawing(chunk(b"tRNS", b"\0\0", is_sound=False)),
    "transparency longer than the palette": drawing((b"tRNS", bytes(20))),
    "transparency of a wrong length": photo((b"tRNS", bytes(3))),
    "palette of 8⅓ colours": drawing(palette=PALETTE + b"a"),
    "palette shorter than its indices": drawing(palette=PALETTE[:6]),
    "pixels with a wrong checksum": png((b"IHDR", header()), chunk(b"IDAT", COMPRESSED, is_sound=False), END),
    "stream with a wrong checksum": png((b"IHDR", header()), (b"IDAT", COMPRESSED[:-4] + b"abcd"), END),
    "stream without a checksum": png((b"IHDR", header()), (b"IDAT", COMPRESSED[:-4]), END),
    "one pixel chunk a byte": png((b"IHDR", header()), *[(b"IDAT", bytes([each])) for each in COMPRESSED], END),
    "more rows than it has": photo(pixels=PIXELS + PIXELS),
    "bytes behind the end": photo() + b"junk" * 100,
    "animation of one frame": photo(animation(1), (b"fcTL", FRAME)),
    "animation that lost its others": photo(animation(5), (b"fcTL", FRAME)),
}
WITHOUT_END = {
    "end": png((b"IHDR", header()), (b"IDAT", COMPRESSED)),
    "pixels' checksum": png((b"IHDR", header()), (b"IDAT", COMPRESSED))[:-4],
    "stream's checksum": png((b"IHDR", header()), (b"IDAT", COMPRESSED))[:-8],
    "a text's second half": photo((b"eXIf", b""), after=(chunk(b"tEXt", bytes(99)),))[:-60],
}
NOT_SHOWN = {
    "header with a wrong checksum": png(chunk(b"IHDR", header(), is_sound=False), (b"IDAT", COMPRESSED), END),
    "chunk before the header": png((b"tEXt", b"a\0b"), (b"IHDR", header()), (b"IDAT", COMPRESSED), END),
    "depth that there is not": png((b"IHDR", header(depth=3)), (b"IDAT", COMPRESSED), END),
    "no width": png((b"IHDR", header(size=(0, 4))), (b"IDAT", COMPRESSED), END),
    "palette with a wrong checksum": png(
        (b"IHDR", header(3)), chunk(b"PLTE", PALETTE, is_sound=False), (b"IDAT", zlib.compress(INDICES)), END
    ),
    "palette of 257 colours": drawing(palette=bytes(771)),
    "no palette": png((b"IHDR", header(3)), (b"IDAT", zlib.compress(INDICES)), END),
    "palette behind the pixels": png((b"IHDR", header(3)), (b"IDAT", zlib.compress(INDICES)), (b"PLTE", PALETTE), END),
    "no pixels": png((b"IHDR", header()), END),
    "unknown filter": photo(pixels=PIXELS[: 5 * ROW] + b"\7" + PIXELS[5 * ROW + 1 :]),
    "signature alone": png(),
}


@pytest.mark.parametrize("data", SHOWN.values(), ids=SHOWN)
def test_what_a_browser_shows_is_taken(data: bytes) -> None:
    """It is taken with its bytes unchanged, and it can be shown and converted."""
    picture = Picture.from_bytes(data)

    assert picture.bytes is data
    assert picture.is_complete
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    assert thumbnail(picture)
    assert CONVERSIONS["crop_square"].run(picture).width == HEIGHT


@pytest.mark.parametrize("data", WITHOUT_END.values(), ids=WITHOUT_END)
def test_a_missing_end_is_a_warning(data: bytes) -> None:
    """A PNG of which all pixels are there is taken without its end, and the end is missed by a warning."""
    assert "no_end_marker" in [warning.code for warning in picture_warnings(Picture.from_bytes(data))]


@pytest.mark.parametrize("data", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_what_a_browser_does_not_show_is_refused(data: bytes) -> None:
    """It is refused as damaged when it is uploaded, not later."""
    with pytest.raises(UnusablePicture, match="truncated"):
        Picture.from_bytes(data)


@pytest.mark.parametrize(
    ("data", "frames"),
    [
        (photo(animation(2), (b"fcTL", FRAME), after=(chunk(b"fcTL", FRAME),)), "2"),
        (photo(animation(1), after=(chunk(b"fcTL", FRAME),)), "2"),
    ],
    ids=["two frames", "one frame beside the picture"],
)
def test_an_animation_is_refused(data: bytes, frames: str) -> None:
    """The frames that are there are counted, and a picture that is shown only where animations are not."""
    with pytest.raises(UnusablePicture) as refused:
        Picture.from_bytes(data)

    assert (refused.value.reason, refused.value.detail) == ("animated", frames)


@pytest.mark.parametrize("interlace", [0, 1])
@pytest.mark.parametrize(("colour", "depth", "channels"), [(0, 1, 1), (0, 16, 1), (2, 8, 3), (4, 8, 2), (6, 16, 4)])
def test_the_missing_share_is_that_of_the_rows(interlace: int, colour: int, depth: int, channels: int) -> None:
    """Of all rows nothing is missing, of half of them a half, in every layout."""
    size = (64, 64)
    # As many bytes as Adam7 takes for 64 × 64, or 64 plain rows.
    passes = [(8, 8), (8, 8), (16, 8), (16, 16), (32, 16), (32, 32), (64, 32)] if interlace else [(64, 64)]
    rows = sum(high * (1 + -(-wide * depth * channels // 8)) for wide, high in passes)

    def share(count: int) -> float:
        data = png((b"IHDR", header(colour, depth, size, interlace)), (b"IDAT", zlib.compress(bytes(count))), END)
        container = read_container(data)
        assert container is not None
        return missing_share(container)

    assert share(rows) == 0
    assert share(rows // 2) == pytest.approx(0.5, abs=0.01)
    assert share(0) == 1


def test_a_large_profile_is_carried_over() -> None:
    """A colour profile that Pillow would not read is in the converted picture, too."""
    profile = b"word " * 500_000
    result = CONVERSIONS["crop_square"].run(Picture.from_bytes(photo((b"iCCP", b"p\0\0" + LARGE))))

    written = read_container(result.bytes)
    assert written is not None
    assert written.icc_profile == profile


def test_the_orientation_behind_the_pixels_counts() -> None:
    """EXIF data is read wherever it is, without decoding the pixels."""
    exif = Image.Exif()
    exif[274] = 6
    data = photo(after=(chunk(b"eXIf", exif.tobytes()[6:]),))

    assert Picture.from_bytes(data).orientation == 6
    assert Image.open(BytesIO(data)).size == (WIDTH, HEIGHT)
