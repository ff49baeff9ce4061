"""Odds and simulations as charts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from orq_ui.routing import Ledger, Odds
from orq_ui.ui.charts.palette import FAILED, SERVED, TITLE_PX, WAITED, safe_name, title
from orq_ui.ui.text.quantities import duration

BINS = 24


def bars_height(rows: int) -> int:
    """Return the pixels that a chart of one bar for each row needs."""
    return TITLE_PX + 36 + 30 * rows


def served_chart(odds: Odds) -> dict[str, Any]:
    """Draw how likely each model is to answer, and that nobody does, as bars of one row each."""
    rows = sorted(odds.served.items(), key=lambda row: -row[1])
    names = [safe_name(model) for model, _ in rows] + ["nobody"]
    bars = [_bar(chance, SERVED) for _, chance in rows] + [_bar(1 - odds.success, FAILED)]
    return _bars("Who answers", names, bars, {"max": 100, "axisLabel": {"formatter": "{value} %"}})


def who_chart(ledgers: Sequence[Ledger]) -> dict[str, Any]:
    """Draw who answered in a simulation, in requests."""
    counted = Counter(ledger.verdict.served for ledger in ledgers)
    rows = sorted(counted.items(), key=lambda row: -row[1])
    bars = [{"value": count, "itemStyle": {"color": SERVED if model else FAILED}} for model, count in rows]
    return _bars("Who answered, in requests", [safe_name(model) if model else "nobody" for model, _ in rows], bars, {})


def latency_chart(ledgers: Sequence[Ledger]) -> dict[str, Any]:
    """Draw the spread of latency in a simulation: a histogram, answered and failed apart."""
    times = [ledger.verdict.total_ms for ledger in ledgers]
    width = max(1, (max(times) - min(times)) // BINS + 1)
    edges = [min(times) + width * place for place in range((max(times) - min(times)) // width + 1)]
    answered = Counter((ledger.verdict.total_ms - edges[0]) // width for ledger in ledgers if ledger.verdict.served)
    failed = Counter((ledger.verdict.total_ms - edges[0]) // width for ledger in ledgers if not ledger.verdict.served)
    return {
        "animation": False,
        "aria": {"enabled": True},
        "tooltip": {"trigger": "axis", "renderMode": "richText", "confine": True},
        **title("How long they took"),
        "legend": {"top": 0, "right": 0},
        "grid": {"left": 8, "right": 16, "top": 34, "bottom": 28, "containLabel": True},
        "xAxis": {"type": "category", "data": [f"{edge:,} ms" for edge in edges], "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            _stack("answered", [answered[place] for place in range(len(edges))], SERVED),
            _stack("failed", [failed[place] for place in range(len(edges))], FAILED),
        ],
    }


def timeout_chart(worst_ms: float, mean_ms: float, timeout_ms: float) -> dict[str, Any]:
    """Draw the worst case next to the client's own timeout.

    On a logarithmic axis, so that a timeout of minutes leaves something to see of calls that take a second.
    """
    late = worst_ms > timeout_ms
    rows = [("worst case", worst_ms, FAILED if late else SERVED), ("on average", mean_ms, SERVED)]
    rows.append(("client's timeout", timeout_ms, WAITED))
    bars = [
        {"value": round(value / 1000, 3), "itemStyle": {"color": colour}, "label": {"formatter": duration(value)}}
        for _, value, colour in rows
    ]
    shortest = min((value for _, value, _ in rows if value > 0), default=1000) / 1000
    axis = {"type": "log", "min": 10 ** (math.ceil(math.log10(shortest)) - 1), "axisLabel": {"formatter": "{value} s"}}
    return _bars("How long it takes", [name for name, _, _ in rows], bars, axis)


def _bar(chance: float, colour: str) -> dict[str, Any]:
    return {
        "value": round(chance * 100, 4),
        "itemStyle": {"color": colour},
        "label": {"formatter": f"{chance:.2%}"},
    }


def _stack(name: str, data: list[int], colour: str) -> dict[str, Any]:
    return {"name": name, "type": "bar", "stack": "n", "data": data, "itemStyle": {"color": colour}, "barMaxWidth": 36}


def _bars(heading: str, names: list[str], bars: list[dict[str, Any]], axis: dict[str, Any]) -> dict[str, Any]:
    return {
        "animation": False,
        "aria": {"enabled": True},
        **title(heading),
        "grid": {"left": 8, "right": 64, "top": TITLE_PX, "bottom": 24, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, **axis},
        "yAxis": {"type": "category", "inverse": True, "data": names},
        "series": [{"type": "bar", "data": bars, "barWidth": 16, "label": {"show": True, "position": "right"}}],
    }
