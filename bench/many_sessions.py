"""Thirty people at once: each edits every three seconds and sends every twenty, for three minutes; then they leave."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from time import perf_counter

from bench.ratios import Row, p95
from bench.servers import Server, baseline_app, playground, running
from orq_ui.history import HistoryStore
from tests.load.streamlit_tab import StreamlitTab
from tests.load.visitor import Visitor

ROUNDS = 18
"""Of ten seconds each."""
ROUND_S = 10.0
SESSIONS = 30
EDIT_EVERY_S, SEND_EVERY_S = 3.0, 20.0
FIRST_VISITORS = 3
PROBE_EVERY_S = 0.5
AIM_MS = 1000.0
"""For the 95th percentile."""
STILL_THERE_S = 150.0
"""Pictures of closed tabs are to be away by then."""
SETTLE_S = 3.0
MB = 1e6


@dataclass
class Load:
    """What was measured: (when it began, milliseconds) of each edit, and of each edit of the bare page."""

    edits: list[tuple[float, float]] = field(default_factory=list)
    bare: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)


def measure(rounds: int | None) -> list[Row]:
    """Measure milliseconds from edit to JSON, what was lost, and the memory before and after; raise on an error."""
    ours = playground({"ORQ_UI_EMULATOR_TIME_SCALE": "1"})
    with running(ours, baseline_app("text_field")) as (url, bare):
        return asyncio.run(_measure(ours, url, bare, (rounds or ROUNDS) * ROUND_S))


async def _measure(server: Server, url: str, bare: str, seconds: float) -> list[Row]:
    first = await _visit(url, bare, FIRST_VISITORS, SEND_EVERY_S * 1.5)
    await _wait_until_freed(url, first)
    before = server.memory(), server.memory_of_children()
    used = server.processor_s()
    load = await _visit(url, bare, SESSIONS, seconds)
    used = server.processor_s() - used
    if load.errors or first.errors:
        raise RuntimeError("\n".join(first.errors + load.errors))
    most = server.memory()
    await _wait_until_freed(url, load)
    after = server.memory(), server.memory_of_children()
    print(f"# {SESSIONS} sessions: most memory {most / MB:.0f} MB, {len(load.edits)} edits", flush=True)
    store = HistoryStore(server.database_url, server.blob_url)
    try:
        lost = await asyncio.to_thread(lambda: sum(visitor.lost(store) for visitor in load.visitors))
    finally:
        store.close()
    sent = float(sum(visitor.sent for visitor in load.visitors))
    asked = float(sum(visitor.asked for visitor in load.visitors))
    fetched = float(sum(visitor.fetched for visitor in load.visitors))
    latencies = [spent for _, spent in load.edits]
    return [
        Row(f"edit → JSON, {SESSIONS} sessions", latencies, _beside(load), "ms"),
        Row("… its p95, over the aim", (p95(latencies),), (AIM_MS,), "ms", 1.0),
        Row("… milliseconds of a core for each edit", (used / len(latencies) * 1000,), (1.0,), "ms"),
        Row("runs in the history, of those sent", (sent - lost,), (sent,), "runs", 1.0, at_least=True),
        Row("pictures fetched, of those asked", (fetched,), (asked,), "", 1.0, at_least=True),
        Row("memory when all have left", (after[0] / MB,), (before[0] / MB,), "MB", 1.2),
        Row("… of the emulator", (after[1] / MB,), (before[1] / MB,), "MB", 1.2),
    ]


async def _visit(url: str, bare: str, sessions: int, seconds: float) -> Load:
    """Let so many people come, work for so long, and leave, beside one on a bare page of another server."""
    load = Load()
    async with StreamlitTab.open(bare) as probe:
        watching = asyncio.create_task(_probe(load, probe))
        try:
            await asyncio.gather(*(_person(load, url, number, sessions, seconds) for number in range(sessions)))
        finally:
            watching.cancel()
            await asyncio.wait({watching})
    return load


async def _person(load: Load, url: str, number: int, sessions: int, seconds: float) -> None:
    """Come in turn, edit and send by the clock, and leave; what is late is done at once."""
    share = number / sessions
    await asyncio.sleep(share * EDIT_EVERY_S)
    name = f"visitor{number}"
    try:
        async with AsyncExitStack() as leaving:
            visitor = Visitor(await leaving.enter_async_context(StreamlitTab.open(url)), name)
            load.visitors.append(visitor)
            await visitor.choose_picture()
            await visitor.want(1 + number % 2)
            await _by_the_clock(
                seconds,
                [(0.0, EDIT_EVERY_S, lambda: _edit(load, visitor)), (share * SEND_EVERY_S, SEND_EVERY_S, visitor.send)],
            )
            load.errors += [f"{name}: {error}" for error in visitor.tab.errors]
    except Exception as error:  # noqa: BLE001 - one person's failure is counted, and the others go on
        load.errors.append(f"{name}: {type(error).__name__}: {error}")


async def _edit(load: Load, visitor: Visitor) -> None:
    began = perf_counter()
    load.edits.append((began, await visitor.edit() * 1000))


async def _by_the_clock(seconds: float, works: list[tuple[float, float, Callable[[], Awaitable[None]]]]) -> None:
    """Do each work, as (first after, then every so many seconds, what), in the order in which they are due."""
    started = perf_counter()
    due = [first for first, _, _ in works]
    while (next_at := min(due)) < seconds:
        which = due.index(next_at)
        await asyncio.sleep(max(0.0, started + next_at - perf_counter()))
        _, every, work = works[which]
        await work()
        due[which] = max(next_at + every, (perf_counter() - started) // every * every)


async def _probe(load: Load, tab: StreamlitTab) -> None:
    for number in range(1_000_000):
        began = perf_counter()
        await tab.write("user", text := f"bare-{number}")
        await tab.until(lambda text=text: any(f'"{text}"' in code for code in tab.code()), text)  # type: ignore[misc]
        load.bare.append((began, (perf_counter() - began) * 1000))
        await tab.settled()
        await asyncio.sleep(PROBE_EVERY_S)


def _beside(load: Load) -> list[float]:
    """Return for each edit the milliseconds of the bare page's edit at that time."""
    times = [began for began, _ in load.bare]
    return [load.bare[min(bisect_left(times, began), len(times) - 1)][1] for began, _ in load.edits]


async def _wait_until_freed(url: str, load: Load) -> None:
    """Wait until the server has dropped what it kept in memory for tabs that are closed."""
    async with asyncio.timeout(STILL_THERE_S):
        for visitor in load.visitors:
            if not visitor.source_url:  # somebody who did not come that far
                continue
            async with StreamlitTab.browser(url, visitor.tab.http.cookies) as http:
                while (await http.get(visitor.source_url)).status_code != 404:
                    await asyncio.sleep(1)
    await asyncio.sleep(SETTLE_S)
