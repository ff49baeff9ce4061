"""The seed of each request: from the start seed and the request's number, or from its header."""

from __future__ import annotations

import re

from starlette.datastructures import Headers

from orq_ui.emulator.api_error import bad_request

SEED_HEADER = "x-emulator-seed"
MAX_SEED = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""


def seed_of_request(headers: Headers, start_seed: int, number: int) -> int:
    """Return the seed in the header, else that of the request with this number, counted from 0.

    Raises a 400 for a header that comes twice, or that is not a whole number from 0 to :data:`MAX_SEED` in decimal.
    """
    given = headers.getlist(SEED_HEADER)
    if not given:
        return (start_seed + number) % (MAX_SEED + 1)
    seed = int(given[0]) if len(given) == 1 and re.fullmatch(r"[0-9]{1,16}", given[0]) else MAX_SEED + 1
    if seed > MAX_SEED:
        raise bad_request(f"{SEED_HEADER} must be one whole number from 0 to {MAX_SEED}.", SEED_HEADER)
    return seed
