from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ui.imaging import CONVERSIONS, Picture, picture_warnings

Make = Callable[..., Picture]


def codes(picture: Picture) -> list[str]:
    return [warning.code for warning in picture_warnings(picture)]


def heavy(picture: Picture, size: int) -> Picture:
    """The picture with bytes behind its end, which readers pass over."""
    return replace(picture, bytes=picture.bytes.ljust(size, b"\0"))


def test_a_fitting_picture_has_no_warnings(made: Make) -> None:
    """A small square PNG under its own name gives nothing to warn of."""
    assert picture_warnings(made("PNG", (40, 40))) == ()


def test_an_oblong_picture_offers_both_squares(made: Make) -> None:
    """A picture that is not square is reported with its upright size and the two cures."""
    (warning,) = picture_warnings(made("PNG", (60, 40)))

    assert (warning.code, dict(warning.facts)) == ("not_square", {"width": 60, "height": 40})
    assert warning.cures == ("crop_square", "pad_square")


def test_padding_is_no_cure_where_it_would_be_too_large(made: Make) -> None:
    """A very long strip can be cropped, but not padded over the pixel limit."""
    (warning,) = picture_warnings(made("PNG", (8000, 4)))

    assert warning.cures == ("crop_square",)


@pytest.mark.parametrize(("size", "warned"), [(3_999_999, []), (4_000_000, ["over_4_mb"])])
def test_four_megabytes_are_exclusive(made: Make, size: int, warned: list[str]) -> None:
    """The classic limit of 4 MB is meant as fewer bytes than that."""
    assert codes(heavy(made("PNG", (40, 40)), size)) == warned


@pytest.mark.parametrize(
    ("name", "kind", "warned"),
    [
        ("cat.png", "PNG", []),
        ("cat.PNG", "PNG", []),
        ("cat", "PNG", []),
        ("cat.jpeg", "JPEG", []),
        ("cat.JPG", "JPEG", []),
        ("cat.jpg", "PNG", ["wrong_extension"]),
        ("cat.png", "WEBP", ["wrong_extension"]),
        ("cat.txt", "JPEG", ["wrong_extension"]),
    ],
)
def test_the_name_must_fit_the_content(made: Make, name: str, kind: str, warned: list[str]) -> None:
    """An extension that says another type than the content is reported; none at all is fine."""
    assert codes(made(kind, (40, 40), name=name)) == warned


def test_a_wrong_png_name_is_cured_by_a_png(made: Make) -> None:
    """What is called PNG and is not one can become one; the facts name the fitting extension."""
    (warning,) = picture_warnings(made("JPEG", (40, 40), name="cat.png"))

    assert dict(warning.facts) == {"extension": "png", "expected": "jpg"}
    assert warning.cures == ("to_png",)


def test_a_turned_picture_is_described_upright(made: Make) -> None:
    """An EXIF rotation is reported, and the size is what a viewer shows."""
    oblong, turned = picture_warnings(made("JPEG", (60, 40), orientation=6))

    assert dict(oblong.facts) == {"width": 40, "height": 60}
    assert (turned.code, dict(turned.facts)) == ("exif_rotation", {"orientation": 6})
    assert turned.cures == ("upright",)


@given(
    st.sampled_from(["PNG", "WEBP", "JPEG"]),
    st.integers(1, 50),
    st.integers(1, 50),
    st.integers(1, 8),
    st.text(max_size=20),
)
@settings(max_examples=60, deadline=None)
def test_every_cure_cures(made: Make, kind: str, width: int, height: int, orientation: int, name: str) -> None:
    """Any valid picture can be checked, and each cure that a warning names makes that warning go away."""
    picture = made(kind, (width, height), orientation=orientation, name=name or None)
    for warning in picture_warnings(picture):
        for cure in warning.cures:
            assert warning.code not in codes(CONVERSIONS[cure].run(picture))
