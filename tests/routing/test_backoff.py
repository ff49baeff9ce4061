"""The wait before a retry."""

import pytest

from orq_ui.routing.backoff import backoff_ms


@pytest.mark.parametrize(("retry", "place", "wait"), [(1, 0, 750), (1, 0.5, 1000), (3, 1, 5000), (5, 0.5, 16000)])
def test_backoff(retry: int, place: float, wait: int) -> None:
    """Waits double and spread by a quarter to both sides."""
    assert backoff_ms(retry, place) == wait
