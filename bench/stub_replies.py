"""The stub router's replies, with ten pictures of 1024×1024."""

from __future__ import annotations

import base64
import json
import random
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

COUNT = 10
SIDE = 1024


def write_replies(folder: Path) -> None:
    """Write the pictures, ``b64_json.json``, and ``url.json`` with ``ORIGIN`` where the stub's origin goes."""
    names = [f"{index}.png" for index in range(COUNT)]
    pictures = [_picture(index) for index in range(COUNT)]
    for name, content in zip(names, pictures, strict=True):
        (folder / name).write_bytes(content)
    b64 = [{"b64_json": base64.b64encode(content).decode()} for content in pictures]
    links = [{"url": f"ORIGIN/pictures/{name}"} for name in names]
    for kind, data in (("b64_json", b64), ("url", links)):
        (folder / f"{kind}.json").write_text(json.dumps({"created": 1, "data": data}))


def _picture(seed: int) -> bytes:
    """Draw what looks like a photo to a PNG encoder: soft shapes under a little grain, somewhat under 2 MB."""
    grain = Image.frombytes("RGB", (SIDE, SIDE), random.Random(seed).randbytes(SIDE * SIDE * 3))  # noqa: S311
    soft = grain.resize((4, 4), Image.Resampling.BOX).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    strong = Image.eval(soft, lambda value: max(0, min(255, (value - 127) * 40 + 127)))
    out = BytesIO()
    ImageChops.add(strong, Image.eval(grain, lambda value: value // 52)).save(out, "PNG", compress_level=3)
    return out.getvalue()
