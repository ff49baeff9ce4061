"""Addresses without a route, and faults of the emulator itself."""

from __future__ import annotations

import httpx

from tests.emulator.harness import PATH, error_of


def test_an_unknown_address_or_method(http: httpx.Client) -> None:
    """The envelope is also the answer where there is no route."""
    assert error_of(http.get("/v2/nothing"))[0] == 404
    assert error_of(http.get(PATH))[0] == 405
    assert error_of(http.get("/_emulator/requests/none"))[0] == 404
    assert error_of(http.get("/_emulator/ledgers/none"))[0] == 404
