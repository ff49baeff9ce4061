"""The pictures behind the urls: their hour, and the store's bounds."""

from __future__ import annotations

import httpx
import pytest

from orq_ui.emulator import Options
from orq_ui.emulator.picture_store import PictureStore
from tests.emulator.clock import Clock
from tests.emulator.serving import QUICK, Running, sender


def test_a_url_lives_sixty_minutes(running: Running, png: bytes) -> None:
    """A second before the hour it is there, at the hour it is gone, with an envelope."""
    clock = Clock()
    with running(Options(QUICK, clock=clock)) as http:
        reply = sender(http, png)().json()
        url = reply["data"][0]["url"]
        clock.now += 3_599
        before = http.get(url)
        clock.now += 1
        after = http.get(url)
        health = http.get("/_emulator/health").json()

    assert reply["created"] == 1_000_000
    assert (before.status_code, after.status_code) == (200, 404)
    assert after.json()["error"]["code"] == "image_expired"
    assert health["pictures"] == health["picture_bytes"] == 0


@pytest.mark.parametrize("name", ["none.png", "..%2F..%2Fhealth.png", "a/b.png", "x"])
def test_names_cannot_be_guessed(http: httpx.Client, name: str) -> None:
    """What was never drawn is 404."""
    assert http.get(f"/_emulator/images/{name}").status_code == 404


def test_the_store_is_bounded_in_count() -> None:
    """The oldest go when there are too many."""
    store = PictureStore(Clock(), 3, 1_000)
    names = [store.add(bytes([place])) for place in range(5)]

    assert [store.get(name) for name in names] == [None, None, b"\2", b"\3", b"\4"]
    assert (len(store), store.size) == (3, 3)
    assert len(set(names)) == 5


def test_the_store_is_bounded_in_bytes() -> None:
    """The oldest go when they are too large together."""
    store = PictureStore(Clock(), 100, 1_000)
    names = [store.add(bytes(400)) for _ in range(4)]

    assert [store.get(name) is None for name in names] == [True, True, False, False]
    assert store.size == 800
