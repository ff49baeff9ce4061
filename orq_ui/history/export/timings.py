"""A run's phases as HAR has them."""

from __future__ import annotations

from collections.abc import Mapping

UNKNOWN = -1
OPTIONAL = ("blocked", "dns", "connect", "ssl")
REQUIRED = ("send", "wait", "receive")
LONGEST_MS = 1e12
"""Some thirty years; no call took longer."""


def entry_timings(phases: Mapping[str, float]) -> dict[str, float]:
    """Milliseconds. HAR's ``connect`` includes ``ssl``; the three required phases are 0 where they are not known.

    ``_total`` and ``_fetch`` are ours: the whole exchange, and the linked pictures after it.
    """
    # A run from elsewhere may claim any time. NaN is within no bounds either.
    phases = {name: took for name, took in phases.items() if 0 <= took <= LONGEST_MS}
    tcp, tls = phases.get("connect"), phases.get("tls")
    timings: dict[str, float] = dict.fromkeys(OPTIONAL, UNKNOWN)
    if tls is not None:
        timings["ssl"] = tls
    if tcp is not None or tls is not None:
        timings["connect"] = (tcp or 0) + (tls or 0)
    timings |= {name: phases.get(name) or 0 for name in REQUIRED}
    return timings | {f"_{name}": phases[name] for name in ("total", "fetch") if phases.get(name) is not None}


def entry_time(timings: Mapping[str, float]) -> float:
    """The entry's own time: the sum of its phases without ``ssl``, which is in ``connect``, and the unknown ones."""
    counted = ("blocked", "dns", "connect", *REQUIRED)
    return sum(timings[name] for name in counted if timings[name] != UNKNOWN)
