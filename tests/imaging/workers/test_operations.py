"""What is done with pictures gives the same wherever it runs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

import orq_ui
from orq_ui.errors import UnusablePicture
from orq_ui.imaging import CONVERSIONS, Picture, convert_refused, thumbnail
from orq_ui.imaging.workers import (
    convert,
    convert_refused_file,
    draw_thumbnail,
    executor,
    load_picture,
    load_picture_async,
    seconds_of,
)
from tests.imaging.hostile_files import progressive

Encode = Callable[..., bytes]
Make = Callable[..., Picture]
DEAR = progressive((3_000, 3_000), 60)
PACKAGE = Path(orq_ui.__file__).parent
DECODERS = frozenset({"from_bytes", "thumbnail", "convert_refused", "open_image", "open_accepted", "CONVERSIONS"})
IN_WORKERS = frozenset({"emulator/drawing/load.py"})


@pytest.fixture(params=[0.0, executor.SHORT_S], ids=["child", "thread"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything runs in children, or what is short in threads."""
    monkeypatch.setattr(executor, "SHORT_S", request.param)


@pytest.mark.usefixtures("place")
@pytest.mark.anyio
async def test_a_picture_is_loaded_as_everywhere(made: Make) -> None:
    """In a thread and in a child: the same picture, with the bytes that came."""
    picture = made("PNG")
    loaded = load_picture(picture.bytes, "cat.png")

    assert loaded == picture == await load_picture_async(picture.bytes, "cat.png")
    assert loaded.bytes is picture.bytes
    assert loaded.is_complete


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("kind", ["damaged", "animated", "many scans"])
def test_it_is_refused_as_everywhere(made: Make, encoded: Encode, kind: str) -> None:
    """The error is that of ``Picture.from_bytes``, reason and detail."""
    frames = [Image.new("L", (9, 9), shade) for shade in (0, 99)]
    data = {
        "damaged": made("PNG", (600, 600)).bytes[:-90],
        "animated": encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]),
        "many scans": progressive((64, 64), 2_000),
    }[kind]
    with pytest.raises(UnusablePicture) as here:
        Picture.from_bytes(data)
    with pytest.raises(UnusablePicture) as there:
        load_picture(data)

    assert (there.value.reason, there.value.detail) == (here.value.reason, here.value.detail)


@pytest.mark.usefixtures("place")
def test_what_is_made_of_it_is_the_same(made: Make, encoded: Encode) -> None:
    """Thumbnail, conversion, and a PNG of another format."""
    picture = made("JPEG", orientation=6)
    gif = encoded(Image.new("P", (30, 20), 3), "GIF")

    assert draw_thumbnail(picture, 32) == thumbnail(picture, 32)
    assert convert(picture, "crop_square") == CONVERSIONS["crop_square"].run(picture)
    assert convert_refused_file(gif, "a.gif") == convert_refused(gif, "a.gif")


def test_a_costly_picture_is_decoded_in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its check never touches a thread of this process, which could not be stopped."""

    def refuse(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("orq_ui.imaging.workers.operations.check_pixels", refuse)

    assert load_picture(DEAR).width == 3_000


@pytest.mark.parametrize(
    ("kind", "size", "options"),
    [("PNG", (640, 480), {}), ("JPEG", (4_000, 3_000), {"quality": 92}), ("WEBP", (1_600, 1_200), {})],
    ids=["screenshot", "photograph", "WebP"],
)
def test_what_people_bring_needs_no_child(
    made: Make, kind: str, size: tuple[int, int], options: dict[str, int]
) -> None:
    """Starting a process would take longer than decoding these."""
    assert seconds_of(made(kind, size, **options).bytes) < executor.SHORT_S


def calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("orq_ui.imaging"):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Picture":
            yield node.attr


def test_nobody_decodes_a_picture_on_the_side() -> None:
    """Outside of imaging, pictures are loaded, shown and converted by workers only; the page asks what it may offer."""
    found = {
        path.relative_to(PACKAGE).as_posix(): used
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] != "imaging"
        if (used := DECODERS.intersection(calls(ast.parse(path.read_text("utf-8")))))
    }
    may_ask = {name for name, used in found.items() if used == {"CONVERSIONS"}}

    assert set(found) - may_ask == IN_WORKERS
    assert may_ask == {"lint/fix.py", "lint/rules/pictures.py", "ui/variations/picture.py"}
