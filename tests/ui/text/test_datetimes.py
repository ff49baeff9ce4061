"""Moments in words."""

from datetime import UTC, date, datetime

import pytest

from orq_ui.ui.text.datetimes import LATEST_S, clock, moment, start_of, whole, zone

NOW = datetime(2026, 3, 29, 12, 0, tzinfo=UTC).timestamp()
AMSTERDAM = zone("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 3, 29, 9, 5, tzinfo=UTC), "11:05 · today"),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), "00:30 · today"),
        (datetime(2026, 3, 28, 9, 5, tzinfo=UTC), "10:05 · yesterday"),
        (datetime(2026, 1, 2, 9, 5, tzinfo=UTC), "10:05 · 2 Jan"),
        (datetime(2025, 12, 31, 9, 5, tzinfo=UTC), "10:05 · 31 Dec 2025"),
    ],
)
def test_a_moment_is_told_from_where_the_person_is(at: datetime, told: str) -> None:
    """Days are those of the browser's time zone, across the change to summer time too."""
    assert moment(at.timestamp(), NOW, AMSTERDAM) == told


def test_the_whole_moment() -> None:
    """With its weekday, seconds and zone."""
    assert whole(NOW, AMSTERDAM) == "Sunday 29 March 2026, 14:00:00 CEST"
    assert clock(NOW, AMSTERDAM) == "14:00:00"


@pytest.mark.parametrize("at", [-1e18, 0.0, LATEST_S, 1e300])
@pytest.mark.parametrize("name", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_any_number_is_some_moment(at: float, name: str) -> None:
    """A run from elsewhere may claim any time."""
    assert moment(at, NOW, zone(name))
    assert whole(at, zone(name))


@pytest.mark.parametrize("name", ["", "Nowhere/At_All", "../../etc/passwd", "\0"])
def test_an_unknown_zone_is_utc(name: str) -> None:
    """What the browser says is not believed."""
    assert clock(NOW, zone(name)) == "12:00:00"


def test_a_day_starts_where_the_person_is() -> None:
    """At local midnight."""
    assert start_of(date(2026, 3, 29), AMSTERDAM) == datetime(2026, 3, 28, 23, 0, tzinfo=UTC).timestamp()
