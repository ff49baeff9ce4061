"""Every drawn picture says that it is emulated: in a corner, and in its metadata."""

from __future__ import annotations

import zlib
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

MAX_ID = 48
"""Characters of a stand-in's model id that the watermark shows."""


def add_watermark(image: Image.Image, model: str, *, stand_in: bool = False) -> Image.Image:
    """Write ``emulated`` and the model's name small into the lower right corner; of a stand-in, the whole id."""
    side = image.width
    # 10 pixels at 256, 12 at 512, 16 at 1024: small, but read by anybody who looks for it.
    font, gap = _font(8 + side // 128), 3 + side // 200
    text = _stand_in_text(model, font, side - 4 * gap) if stand_in else f"emulated · {model.partition('/')[2][:32]}"
    left, top, right, bottom = font.getbbox(text)
    wide, high = round(right - left) + 2 * gap, round(bottom - top) + 2 * gap
    at = (side - wide - gap, side - high - gap)
    label = Image.new("L", (wide, high))
    ImageDraw.Draw(label).rounded_rectangle((0, 0, wide - 1, high - 1), high // 2, fill=165)
    marked = image.copy()
    marked.paste((12, 12, 16), at, label)
    ImageDraw.Draw(marked).text((at[0] + gap - left, at[1] + gap - top), text, font=font, fill=(245, 245, 245))
    return marked


def encode_png(image: Image.Image, *, model: str, index: int, seed: int, stand_in: bool = False) -> bytes:
    """Return PNG bytes with text entries; little compression, since these live an hour and speed is seen."""
    notes = PngInfo()
    entries = {"emulated": "true", "model": model, "index": str(index), "seed": str(seed)}
    if stand_in:
        entries["stand-in"] = "true"
    for name, value in entries.items():
        notes.add_itxt(name, value)
    out = BytesIO()
    image.save(out, "PNG", compress_level=1, compress_type=zlib.Z_RLE, pnginfo=notes)
    return out.getvalue()


def _stand_in_text(model: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    """Return ``emulated · google/imagen-4 (stand-in)``; the id is cut where the text would be wider than ``width``."""
    for length in range(MAX_ID, 0, -1):
        shown = model if len(model) <= length else f"{model[:length]}…"
        text = f"emulated · {shown} (stand-in)"
        if font.getlength(text) <= width:
            break
    return text


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
