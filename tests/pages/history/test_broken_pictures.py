"""Runs with pictures that broke on the disk are listed, opened and compared, and such a picture can be removed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orq_ui.history import RunFinished
from orq_ui.imaging import Picture
from orq_ui.ui.session import KEY
from tests.mutated_pictures.sources import sources
from tests.pages.history.history_page import Desk
from tests.strategies import picture


@pytest.fixture(params=["png-3-8", "jpeg-RGB", "webp-RGBA"])
def broken(request: pytest.FixtureRequest) -> Picture:
    """Return a picture of which only the beginning is left."""
    sound = Picture.from_bytes(sources()[request.param], "cat.png")
    return replace(sound, bytes=sound.bytes[:60])


def keep(desk: Desk, *pictures: Picture, source: Picture | None = None) -> str:
    """Keep a run that brought these."""
    return desk.keep(source=source, finished=RunFinished(state="done", duration_ms=9, status=200, pictures=pictures))


def test_the_list(desk: Desk, broken: Picture) -> None:
    """It has the run."""
    run = keep(desk, broken, source=broken)

    desk.look()

    assert desk.rows() == [run]


def test_a_run(desk: Desk, broken: Picture) -> None:
    """All of its pictures have their cells."""
    desk.look(keep(desk, picture(), broken, source=broken))

    assert {"history.view.-1", "history.view.0", "history.view.1"} <= desk.buttons()


def test_a_comparison(desk: Desk, broken: Picture) -> None:
    """Pairs with it are there, and said to be different."""
    one, two = keep(desk, broken, source=broken), keep(desk, picture(), source=broken)

    desk.look(one, two)

    assert "**1** · different" in desk.text
    assert "**Source** · the same bytes" in desk.text


@pytest.mark.parametrize("button", ["history.vary.0", "history.load"])
def test_taking_it_as_the_source(desk: Desk, broken: Picture, button: str) -> None:
    """The Variations page says that it cannot be shown, and *Remove* removes it."""
    desk.look(keep(desk, broken, source=broken))

    desk.tab.click(button)
    desk.tab.open("play/variations")

    assert desk.tab.app.session_state[KEY].picture.bytes == broken.bytes
    assert [error.proto.title for error in desk.tab.app.error] == ["This picture cannot be shown"]
    desk.tab.click("picture.remove")
    assert not desk.tab.app.error
