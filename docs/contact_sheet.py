"""Draw all that the emulator can draw: ``python -m docs.contact_sheet [FOLDER] [--model MODEL] [--sample ID]``.

For each model a sheet with its ten variations of each sample, a row a sample, and one sheet with the first variation of
each model. ``--styles`` makes the small pictures of the models' styles anew, which the package brings along.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.emulator.drawing.renderer import Renderer
from orq_ui.imaging import Picture
from orq_ui.imaging.samples import SAMPLES, STYLE_PICTURES, sample

DRAWN = 512
"""Pixels a side at which the variations are drawn, the form's default being 1024."""
SHOWN = 200
"""Pixels a side of each on the sheet."""
GAP = 6
STAND_INS = ("google/imagen-4", "stability/sd-4", "acme/painter-9")
STYLE_SAMPLE, STYLE_SIDE, STYLE_BYTES = "lighthouse", 128, 6_000
"""The sample in each style, pixels a side, and the most bytes that a file may have."""


def main() -> None:
    """Read the command line, draw, and print what was written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/contact_sheets"))
    parser.add_argument("--model", action="append", help="only these; any model's name is one")
    parser.add_argument("--sample", action="append", help="only these samples, or paths of pictures")
    parser.add_argument("--number", type=int, default=10, help="of variations")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--styles", action="store_true", help="only make the models' small pictures anew")
    given = parser.parse_args()
    if given.styles:
        for model in CATALOGUE:
            print(write_style(model, STYLE_PICTURES))
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    models = given.model or [*CATALOGUE, *STAND_INS]
    pictures = [_picture(name) for name in given.sample or [chosen.id for chosen in SAMPLES]]
    firsts = []
    for model in models:
        rows = [_drawn(picture, model, given.number, given.seed) for picture in pictures]
        firsts.append([row[0] for row in rows])
        print(_save(rows, [model] * len(rows), given.folder / f"{model.replace('/', '-')}.jpg"))
    print(_save(firsts, models, given.folder / "first-of-each.jpg"))


def style_picture_of(model: str) -> bytes:
    """Return the WebP of the sample in a model's style, without the watermark, which would cover much of it."""
    image = Renderer.open(sample(STYLE_SAMPLE), model, 2 * STYLE_SIDE, 0).paint(0)
    small = image.resize((STYLE_SIDE, STYLE_SIDE), Image.Resampling.LANCZOS)
    for quality in range(88, 20, -4):
        out = BytesIO()
        small.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= STYLE_BYTES:
            break
    return out.getvalue()


def write_style(model: str, folder: Path) -> Path:
    """Write a model's small picture into the folder of its provider."""
    path = folder / f"{model}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(style_picture_of(model))
    return path


def _picture(name: str) -> Picture:
    path = Path(name)
    return Picture.from_bytes(path.read_bytes(), path.name) if path.suffix else sample(name)


def _drawn(picture: Picture, model: str, number: int, seed: int) -> list[Image.Image]:
    renderer = Renderer.open(picture, model, DRAWN, seed)
    images = (Image.open(BytesIO(renderer.draw(index))) for index in range(number))
    return [image.resize((SHOWN, SHOWN), Image.Resampling.LANCZOS) for image in images]


def _save(rows: list[list[Image.Image]], captions: Iterable[str], path: Path) -> Path:
    """Save a sheet with a row's caption above it."""
    font, line = ImageFont.load_default(13), 18
    columns = max(len(row) for row in rows)
    step = SHOWN + GAP
    sheet = Image.new("RGB", (columns * step + GAP, len(rows) * (step + line) + GAP), "white")
    pen = ImageDraw.Draw(sheet)
    for down, (row, caption) in enumerate(zip(rows, captions, strict=True)):
        top = GAP + down * (step + line)
        pen.text((GAP, top), caption, font=font, fill="black")
        for across, image in enumerate(row):
            sheet.paste(image, (GAP + across * step, top + line))
    sheet.save(path, quality=90)
    return path


if __name__ == "__main__":
    main()
