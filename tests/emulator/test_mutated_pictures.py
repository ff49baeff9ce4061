"""Damaged pictures on the emulator's socket: served, or refused with a 400 on the picture."""

from __future__ import annotations

import httpx

from tests.emulator.harness import PATH, error_of
from tests.mutated_pictures.mutations import cases
from tests.mutated_pictures.uses import MODELS


def test_damaged_pictures(http: httpx.Client) -> None:
    """None makes a 500, and the emulator goes on."""
    statuses = set()
    for number, damaged in enumerate(cases(260, "emulator")):
        fields = {"model": MODELS[number % 5], "size": "256x256"}
        reply = http.post(PATH, data=fields, files={"image": ("cat.png", damaged.data, "image/png")})
        statuses.add(reply.status_code)
        if reply.status_code != 200:
            assert error_of(reply)[::2] == (400, "image"), damaged.name

    assert statuses == {200, 400}
    assert http.get("/_emulator/health").status_code == 200
