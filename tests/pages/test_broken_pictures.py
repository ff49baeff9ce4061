"""Pictures that broke after they were taken: a sentence in their place, *Remove* in reach, and the rest of the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orq_ui.errors import Refused
from orq_ui.imaging import Picture
from orq_ui.ui.variations.picture import UNDECODABLE
from tests.mutated_pictures.sources import sources
from tests.pages.conftest import Playground
from tests.pages.test_content_credentials import answer
from tests.strategies import picture

SENTENCE = "This picture cannot be shown"
KINDS = ["png-3-8", "jpeg-RGB", "webp-RGBA"]


def broken(name: str, length: int = 60) -> Picture:
    """Return a picture of which only so many bytes are left."""
    sound = Picture.from_bytes(sources()[name], f"{name}.png")
    return replace(sound, bytes=sound.bytes[:length])


class Faulty(Picture):
    """A picture that we make a mistake with."""

    @property
    def upright_size(self) -> tuple[int, int]:
        """Fail as nobody thought of."""
        raise RuntimeError


def alerts(playground: Playground) -> str:
    """All sentences on what failed."""
    return "\n".join(f"{error.proto.title} {error.value}" for error in playground.app.error)


@pytest.mark.parametrize("length", [0, 60])
@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_in_use(playground: Playground, kind: str, length: int) -> None:
    """It has one sentence, its facts and *Remove*; another one is shown again after it."""
    playground.use(broken(kind, length))

    assert alerts(playground) == f"{SENTENCE} {UNDECODABLE}"
    assert "24 × 18" in playground.text
    playground.click("picture.remove")
    assert not playground.app.error
    playground.use(picture())
    assert not playground.app.error


@pytest.mark.parametrize("conversion", ["crop_square", "pad_square", "to_png"])
def test_a_conversion_of_it(playground: Playground, conversion: str) -> None:
    """The conversion says why there is none, and the picture stays until it is removed."""
    playground.use(broken("webp-RGB"))

    playground.click(f"picture.convert.{conversion}")

    assert "The picture is damaged" in alerts(playground)
    assert SENTENCE in alerts(playground)
    assert playground.session.picture is not None
    playground.click("picture.remove")
    assert not playground.app.error


def test_sending_it(playground: Playground) -> None:
    """The emulator refuses it, and the page says so."""
    playground.use(broken("png-2-8"))
    playground.send()

    assert playground.session.result is not None
    outcome = playground.session.result.outcome
    assert isinstance(outcome, Refused)
    assert (outcome.status, outcome.param) == (400, "image")


@pytest.mark.parametrize("kind", KINDS)
def test_a_variation(playground: Playground, kind: str) -> None:
    """The others are in the grid, and it can be taken as the next source and removed again."""
    answer(playground, picture(), broken(kind), picture())

    assert {f"result.view.{place}" for place in range(3)} <= {button.key for button in playground.app.button}
    playground.click("result.vary.1")
    assert SENTENCE in alerts(playground)
    playground.click("picture.remove")
    assert not playground.app.error


def test_a_mistake_of_ours(playground: Playground, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong with a picture, *Remove* is there, and without the picture the page is whole."""
    playground.session.use(Faulty("cat.png", "image/png", picture().bytes, 2, 2))
    playground.app.run()

    assert "Not all is known of this picture This is our mistake." in alerts(playground)
    assert "RuntimeError" in caplog.text
    playground.click("picture.remove")
    assert not playground.app.error
    assert not playground.app.exception


def test_a_mistake_of_ours_in_the_grid(playground: Playground) -> None:
    """It costs one cell."""
    answer(playground, picture(), replace(picture(), media_type="image/unheard-of"), picture())

    assert "No picture 2 This is our mistake." in alerts(playground)
    assert {"result.view.0", "result.view.2"} <= {button.key for button in playground.app.button}
