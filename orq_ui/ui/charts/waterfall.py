"""A ledger as a waterfall: one row for each attempt on a shared time axis, waits visible."""

from __future__ import annotations

from typing import Any

from orq_ui.ui.charts.colours import BY_DECISION, WAITED, WORDS
from orq_ui.ui.charts.labels import plain

ROW_PX = 34
AXIS_PX = 64


def height(ledger: dict[str, Any]) -> int:
    """Pixels that the chart needs."""
    return AXIS_PX + ROW_PX * max(1, len(ledger["attempts"]))


def waterfall(ledger: dict[str, Any]) -> dict[str, Any]:
    """An ECharts option from a ledger's JSON. Times are milliseconds; the rule of each row is its tooltip."""
    attempts = ledger["attempts"]
    rules = ledger["rules"]
    return {
        "animation": False,
        "aria": {"enabled": True},
        "tooltip": {"trigger": "item", "renderMode": "richText", "confine": True},
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 28, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "name": "ms", "nameGap": 6, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "category", "inverse": True, "data": [_row(attempt) for attempt in attempts]},
        "series": [
            _series("start", [attempt["started_ms"] for attempt in attempts], hidden=True),
            _series("attempt", [_bar(attempt, rules) for attempt in attempts]),
            _series("wait", [_wait(attempt) for attempt in attempts]),
        ],
    }


def _row(attempt: dict[str, Any]) -> str:
    return f"{plain(attempt['model'])}  {attempt['number']}/{attempt['most']} → {attempt['status']}"


def _series(name: str, data: list[Any], *, hidden: bool = False) -> dict[str, Any]:
    series: dict[str, Any] = {"name": name, "type": "bar", "stack": "time", "data": data, "barWidth": 18}
    if hidden:
        # Only there to push the bar to where the attempt started.
        series |= {"itemStyle": {"color": "transparent"}, "silent": True, "tooltip": {"show": False}}
    return series


def _bar(attempt: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    rule = rules[attempt["rule"]]
    known = "documented" if rule["documented"] else "assumed"
    told = f"{attempt['status']} · {WORDS.get(attempt['decision'], attempt['decision'])}\n{rule['text']}\n({known})"
    return {
        "value": attempt["duration_ms"],
        "itemStyle": {"color": BY_DECISION.get(attempt["decision"], WAITED), "borderRadius": 3},
        "tooltip": {"formatter": told},
    }


def _wait(attempt: dict[str, Any]) -> dict[str, Any]:
    wait = attempt["waited_ms"]
    return {
        "value": wait,
        "itemStyle": {"color": WAITED, "opacity": 0.35, "borderRadius": 3},
        "label": {"show": wait > 0, "formatter": "wait", "position": "inside", "fontSize": 10},
        "tooltip": {"formatter": f"waited {wait:,} ms"},
    }
