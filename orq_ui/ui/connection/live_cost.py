"""What a call to a live host may cost, shown beside every button that makes one, before it is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.lint.received import as_received
from orq_ui.routing import DEFAULT_SET, DEFAULTS, Defaults, Policy, worst_case
from orq_ui.ui.text.quantities import plural

MOST = 1_000
"""Pictures of one request that are worth counting; the contract allows ten."""


def live_cost(host: str, body: Mapping[str, Any], defaults: Defaults = DEFAULTS[DEFAULT_SET]) -> str:
    """Return a line such as ``Live at api.orq.ai: may cost money · 2 pictures × at most 8 provider calls``.

    ``body`` is the request's JSON. A number that the router would refuse is left out of the line.
    """
    received = as_received(body)
    amounts = []
    pictures = received.get("n", 1)
    if type(pictures) in (int, float) and 0 <= pictures <= MOST and pictures == int(pictures):
        amounts.append(plural(int(pictures), "picture"))
    with suppress(InvalidInput):  # the router refuses such options, or what it makes of them is not known
        most = worst_case(Policy.from_body(received, defaults)).attempts
        amounts.append(f"{'at most ' if most > 1 else ''}{plural(most, 'provider call')}")
    amount = f" · {' × '.join(amounts)}" if amounts else ""
    return f"Live at {host}: may cost money{amount}"
