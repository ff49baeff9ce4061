"""Small sound pictures: each format with its colour types, bit depths, codings and extras, made by program."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from random import Random

from PIL import ExifTags, Image, ImageCms

from orq_ui.imaging import EmbeddedRequest, Picture, embed_request
from orq_ui.imaging.convert_refused import can_read_heif
from tests.imaging.containers.png_chunks import END, header, png

WIDTH, HEIGHT = SIZE = 24, 18
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_ADOBE = b"Adobe\0\x64\0\0\0\0"
"""The segment's content up to its last byte, the colour transform: 0 is CMYK, 2 is YCCK."""
RECORD = EmbeddedRequest.model_validate(
    {
        "request": {"model": "a/b"},
        "run": "r",
        "source_sha256": None,
        "index": 0,
        "made_at": "2026-11-21T05:00:00Z",
        "origin": "emulated",
        "digest": "d",
    }
)

Named = Iterator[tuple[str, bytes]]


@cache
def sources() -> dict[str, bytes]:
    """Return the pictures by name: those that the router takes, and those that are converted first."""
    return dict([*_pngs(), *_jpegs(), *_webps(), *_long(), *_animations(), *_foreign()])


def photo(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Return an image with colours, shapes and transparency in a mode of Pillow's."""
    ramp = Image.linear_gradient("L").resize(size)
    turned, round_ = ramp.transpose(Image.Transpose.ROTATE_180), Image.radial_gradient("L").resize(size)
    image = Image.merge("RGBA", [ramp, turned, Image.new("L", size, 90), round_])
    match mode:
        case "I;16" | "I;16B":
            return Image.frombytes(mode, size, Random(1).randbytes(2 * size[0] * size[1]))  # noqa: S311 - repeatable
        case "LAB":
            srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
            found = ImageCms.profileToProfile(image.convert("RGB"), srgb, lab, outputMode="LAB")
            return found or image
        case "I" | "F" | "CMYK" | "YCbCr" | "HSV":
            return image.convert("RGB").convert("L" if mode in {"I", "F"} else "RGB").convert(mode)
    return image.convert(mode)


def encode(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return the image as a file."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _extras() -> dict[str, object]:
    """Return EXIF with an orientation, and a colour profile, as a writer takes them."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "a camera"
    return {"exif": exif, "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}


def _tagged(data: bytes) -> bytes:
    return embed_request(Picture.from_bytes(data), RECORD).bytes


def _pngs() -> Named:
    for colour, depths in _DEPTHS.items():
        for depth in depths:
            for interlace in (0, 1):
                name = f"png-{colour}-{depth}{'-interlaced' * interlace}"
                yield name, _png(colour, depth, interlace, b"")
                if colour in {0, 2, 3}:
                    yield f"{name}-trns", _png(colour, depth, interlace, _transparency(colour, depth))
    yield "png-extras", encode(photo("RGBA"), "PNG", **_extras())
    yield "png-tagged", _tagged(encode(photo("P"), "PNG"))


def _png(colour: int, depth: int, interlace: int, transparency: bytes) -> bytes:
    rng = Random(f"{colour}|{depth}|{interlace}")  # noqa: S311 - repeatable
    bits, raw = depth * _CHANNELS[colour], bytearray()
    for left, top, across, down in _ADAM7 if interlace else ((0, 0, 1, 1),):
        row = (-(-(WIDTH - left) // across) * bits + 7) // 8
        for number in range(-(-(HEIGHT - top) // down)):
            # A palette's indices are not filtered, so that they stay within it.
            raw += bytes([0 if colour == 3 else number % 5]) + rng.randbytes(row)
    colours = rng.randbytes(3 * 2**depth) if colour == 3 else b""
    before = [(kind, content) for kind, content in ((b"PLTE", colours), (b"tRNS", transparency)) if content]
    packed = zlib.compress(bytes(raw))
    half = len(packed) // 2
    pixels = ((b"IDAT", packed[:half]), (b"IDAT", packed[half:]))
    return png((b"IHDR", header(colour, depth, SIZE, interlace)), *before, *pixels, END)


def _transparency(colour: int, depth: int) -> bytes:
    return bytes(range(0, 256, 64))[: 2**depth] if colour == 3 else struct.pack(">H", 1) * _CHANNELS[colour]


def _jpegs() -> Named:
    for mode in ("L", "RGB", "CMYK", "YCbCr"):
        for is_progressive in (False, True):
            data = encode(photo(mode), "JPEG", progressive=is_progressive)
            yield f"jpeg-{mode}{'-progressive' * is_progressive}", data
    for sampling in ("4:4:4", "4:2:2", "4:2:0"):
        yield f"jpeg-{sampling}", encode(photo(), "JPEG", subsampling=sampling, restart_marker_blocks=1)
    cmyk, baseline = encode(photo("CMYK"), "JPEG"), encode(photo(), "JPEG")
    yield "jpeg-ycck", cmyk[:2] + b"\xff\xee\0\x0e" + _ADOBE + b"\2" + cmyk[2:]
    # A decoder of arithmetic coding makes a picture of any data.
    yield "jpeg-arithmetic", baseline.replace(b"\xff\xc0", b"\xff\xc9", 1)
    yield "jpeg-extras", encode(photo(), "JPEG", comment=b"a comment", **_extras())
    yield "jpeg-tagged", _tagged(baseline)
    yield "jpeg-mpo", encode(photo(), "MPO", save_all=True, append_images=[photo()])


def _webps() -> Named:
    for mode in ("L", "RGB", "RGBA"):
        for is_lossless in (False, True):
            data = encode(photo(mode), "WEBP", lossless=is_lossless)
            yield f"webp-{mode}{'-lossless' * is_lossless}", data
    yield "webp-extras", encode(photo("RGBA"), "WEBP", **_extras())
    yield "webp-tagged", _tagged(encode(photo("RGBA"), "WEBP"))
    one = encode(photo(), "WEBP", save_all=True, append_images=[])
    yield "webp-one-frame", one


def _long() -> Named:
    """Yield lines of pixels, which can be shrunk though they have few bytes."""
    for kind in ("PNG", "JPEG", "WEBP"):
        for size in ((1500, 3), (3, 1500)):
            yield f"{kind.lower()}-{size[0]}-{size[1]}", encode(photo("RGB", size), kind)


def _animations() -> Named:
    for kind, mode in (("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGBA"), ("GIF", "P"), ("AVIF", "RGB"), ("TIFF", "RGB")):
        frames = [photo(mode), photo(mode).transpose(Image.Transpose.FLIP_TOP_BOTTOM)]
        data = encode(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
        yield f"{kind.lower()}-{mode}-animated", data


def _foreign() -> Named:
    modes = {
        "GIF": ("1", "L", "P", "RGB", "RGBA"),
        "BMP": ("1", "L", "P", "RGB", "RGBA"),
        "ICO": ("L", "P", "RGBA"),
        "JPEG2000": ("L", "LA", "RGB", "RGBA", "I;16"),
        "TIFF": ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB", "I", "F", "I;16", "I;16B"),
        "AVIF": ("L", "RGB", "RGBA"),
        "QOI": ("RGB", "RGBA"),
    }
    for kind, each in modes.items():
        for mode in each:
            yield f"{kind.lower()}-{mode}", encode(photo(mode), kind)
    for compression in ("packbits", "tiff_lzw", "tiff_deflate", "jpeg", "group4"):
        image = photo("1" if compression == "group4" else "RGB")
        yield f"tiff-{compression}", encode(image, "TIFF", compression=compression)
    yield (
        "psd-RGB",
        b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, HEIGHT, WIDTH, 8, 3) + bytes(14) + bytes(WIDTH * HEIGHT * 3),
    )
    if can_read_heif():
        for mode in ("L", "RGB", "RGBA"):
            yield f"heif-{mode}", encode(photo(mode), "HEIF")
