"""What a live call may cost, in a line."""

from __future__ import annotations

from typing import Any

import pytest

from orq_ui.ui.connection.live_cost import live_cost

MODEL = "openai/gpt-image-2"
TWO_RETRIES = {"retry": {"count": 2, "on_codes": [429]}}


@pytest.mark.parametrize(
    ("body", "amount"),
    [
        ({"retry": {"count": 0}}, "1 picture × 1 provider call"),
        ({"n": 3} | TWO_RETRIES, "3 pictures × at most 3 provider calls"),
        ({"n": "3", "orq": TWO_RETRIES}, "3 pictures × at most 3 provider calls"),
        ({"n": 2, "fallbacks": [{"model": MODEL}]} | TWO_RETRIES, "2 pictures × at most 6 provider calls"),
        ({"n": "many"} | TWO_RETRIES, "at most 3 provider calls"),
        ({"n": 10**400} | TWO_RETRIES, "at most 3 provider calls"),
        ({"n": 2, "retry": {"count": "often"}}, "2 pictures"),
    ],
)
def test_amount(body: dict[str, Any], amount: str) -> None:
    """The host, the pictures and the most provider calls are named; what the router would refuse is not counted."""
    assert live_cost("api.orq.ai", {"model": MODEL} | body) == f"Live at api.orq.ai: may cost money · {amount}"
