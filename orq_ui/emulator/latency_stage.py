"""Sixth stage: wait as long as the ledger says, row by row."""

from __future__ import annotations

import asyncio

from orq_ui.emulator.request_log import RequestRecord
from orq_ui.emulator.state import Counters
from orq_ui.routing import Ledger

LONGEST_WAIT_S = 86_400.0


async def simulate_latency(ledger: Ledger, record: RequestRecord, counters: Counters, time_scale: float) -> None:
    """Wait as long as every attempt and every pause takes; ``record.played`` counts the provider calls begun."""
    clock = asyncio.get_running_loop().time
    start = clock()
    for attempt in ledger.attempts:
        record.played += 1
        counters.provider_calls += 1
        over_ms = attempt.started_ms + attempt.duration_ms + attempt.waited_ms
        # Counted from the start, so that a hundred late wakings do not add up.
        left_s = start + min(over_ms / 1000 * time_scale, LONGEST_WAIT_S) - clock()
        if left_s > 0:
            await asyncio.sleep(left_s)
