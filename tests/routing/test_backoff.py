"""The wait before a retry."""

import pytest

from orq_ui.routing.backoff import backoff_ms, retry_after_ms
from orq_ui.routing.decision import Cause
from orq_ui.routing.scenario import Behaviour


@pytest.mark.parametrize(("retry", "place", "wait"), [(1, 0, 750), (1, 0.5, 1000), (3, 1, 5000), (5, 0.5, 16000)])
def test_backoff(retry: int, place: float, wait: int) -> None:
    """Waits double and spread by a quarter to both sides."""
    assert backoff_ms(retry, place) == wait


@pytest.mark.parametrize(
    ("cause", "asked"), [(Cause.SCRIPT, 1500), (Cause.FAULT, 1500), (Cause.TIMEOUT, None), (Cause.OK, None)]
)
def test_retry_after(cause: Cause, asked: int | None) -> None:
    """Each error of the model comes with it; a success and a call that was given up do not."""
    assert retry_after_ms(Behaviour(retry_after_s=1.5), cause) == asked
    assert retry_after_ms(Behaviour(), cause) is None
