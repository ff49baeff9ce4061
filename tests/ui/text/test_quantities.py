"""Counts, sizes and times as people write them."""

import pytest

from orq_ui.client import Timings
from orq_ui.ui.text.quantities import duration, percent, phases, size


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (40_192, "40 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (1_400_000, "1.4 MB"),
        (999_949_999, "999.9 MB"),
        (999_950_000, "1.0 GB"),
        (5_000_000_000, "5.0 GB"),
    ],
)
def test_sizes_are_decimal(count: int, text: str) -> None:
    """Sizes are written as file managers write them."""
    assert size(count) == text


@pytest.mark.parametrize(
    ("milliseconds", "told"),
    [
        (0, "0 ms"),
        (999.4, "999 ms"),
        (999.7, "1.0 s"),
        (2_140, "2.1 s"),
        (119_949, "119.9 s"),
        (119_999.9, "2 min"),
        (720_000, "12 min"),
    ],
)
def test_a_duration_is_rounded_into_its_unit(milliseconds: float, told: str) -> None:
    """1000 ms is a second, and 120 s are two minutes."""
    assert duration(milliseconds) == told


def test_phases_are_those_that_occurred() -> None:
    """A kept connection has no connect, and the names are a person's."""
    assert phases(Timings(tls=2.0, send=1.0, fetch=1500.0).measured()) == "TLS 2 ms · send 1 ms · fetch pictures 1.5 s"


@pytest.mark.parametrize(
    ("probability", "told"),
    [(0, "0 %"), (1e-6, "under 1 %"), (0.01, "1 %"), (0.344, "34 %"), (0.999, "over 99 %"), (1, "100 %")],
)
def test_only_what_is_certain_is_called_so(probability: float, told: str) -> None:
    """A small chance is not rounded to none, nor a large one to certainty."""
    assert percent(probability) == told
