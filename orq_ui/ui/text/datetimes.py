"""Dates and times as people write them, in the time zone of their browser."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

LATEST_S = 253_370_000_000.0
"""Late in the year 9998, in Unix seconds: with every time zone's offset it is a date that Python has."""


def browser_zone() -> tzinfo:
    """Return the time zone that the browser reports."""
    name = st.context.timezone
    return zone(name if isinstance(name, str) else "")  # Streamlit's own test driver has no browser


def zone(name: str) -> tzinfo:
    """Return a time zone by its name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def moment(at: float, now: float, where: tzinfo) -> str:
    """Return ``14:02 · today``, ``09:11 · yesterday``, ``17:30 · 3 Nov``, or with its year ``17:30 · 3 Nov 2024``."""
    then, today = local(at, where), local(now, where).date()
    clock = f"{then:%H:%M}"
    if then.date() == today:
        return f"{clock} · today"
    if then.date() == today - timedelta(days=1):
        return f"{clock} · yesterday"
    year = "" if then.year == today.year else f" {then.year}"
    return f"{clock} · {then.day} {then:%b}{year}"


def whole(at: float, where: tzinfo) -> str:
    """Return ``Saturday 21 November 2026, 14:02:11 CET``."""
    then = local(at, where)
    return f"{then:%A} {then.day} {then:%B %Y, %H:%M:%S %Z}".strip()


def clock(at: float, where: tzinfo) -> str:
    """Return ``14:02:11``."""
    return f"{local(at, where):%H:%M:%S}"


def local(at: float, where: tzinfo) -> datetime:
    """Return Unix seconds as a date and time there; a run from elsewhere may claim any number."""
    return datetime.fromtimestamp(min(max(at, 0.0), LATEST_S), where)


def start_of(day: date, where: tzinfo) -> float:
    """Return when a day begins there, in Unix seconds."""
    return datetime.combine(day, time(), where).timestamp()
