"""The contact sheets, and the small pictures of the models' styles that the package brings along."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from docs import contact_sheet
from docs.contact_sheet import STYLE_BYTES, STYLE_SIDE, style_picture_of
from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.imaging import style_picture


@pytest.mark.parametrize("model", CATALOGUE)
def test_a_style_picture_shows_what_the_model_draws(model: str) -> None:
    """Each model of the catalogue has a light file that looks like what it draws now."""
    path = style_picture(model)
    assert path is not None
    assert path.stat().st_size <= STYLE_BYTES
    with Image.open(path) as shipped, Image.open(BytesIO(style_picture_of(model))) as now:
        assert shipped.size == (STYLE_SIDE, STYLE_SIDE)
        difference = ImageChops.difference(shipped.convert("RGB"), now.convert("RGB"))

    assert max(ImageStat.Stat(difference).mean) < 6, "python -m docs.contact_sheet --styles"


def test_other_models_have_no_style_picture() -> None:
    """A name that is not in the catalogue finds no file, whatever it looks like."""
    for model in ("acme/painter", "", "..", "../../samples", "emulator/riso.webp", "emulator/../emulator/riso"):
        assert style_picture(model) is None


def test_a_sheet_shows_each_variation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes a sheet for the model and one with the first of each."""
    arguments = ["contact_sheet", str(tmp_path), "--model", "emulator/riso", "--sample", "fox", "--number", "2"]
    monkeypatch.setattr(sys, "argv", arguments)
    contact_sheet.main()

    assert {path.name for path in tmp_path.iterdir()} == {"emulator-riso.jpg", "first-of-each.jpg"}
    with Image.open(tmp_path / "emulator-riso.jpg") as sheet:
        assert sheet.width > 2 * contact_sheet.SHOWN
