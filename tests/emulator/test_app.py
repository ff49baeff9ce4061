"""Addresses without a route, and faults of the emulator itself."""

from __future__ import annotations

import httpx

from tests.emulator.harness import PATH, Send, error_of


def test_an_unknown_address_or_method(http: httpx.Client) -> None:
    """The envelope is also the answer where there is no route."""
    assert error_of(http.get("/v2/nothing"))[0] == 404
    assert error_of(http.get(PATH))[0] == 405
    assert error_of(http.get("/_emulator/requests/none"))[0] == 404
    assert error_of(http.get("/_emulator/ledgers/none"))[0] == 404


def test_a_trailing_slash(vary: Send, http: httpx.Client, png: bytes) -> None:
    """An address may end with a slash; the answer is the same, without a redirect."""
    fields = {"model": "emulator/riso", "size": "256x256"}
    reply = http.post(f"{PATH}/", files={"image": ("a.png", png, "image/png")}, data=fields)

    assert reply.status_code == vary().status_code == 200
    assert http.get("/v2/model-catalog/").json() == http.get("/v2/model-catalog").json()
