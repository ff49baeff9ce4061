"""A ledger as a waterfall: one row for each attempt on a shared time axis, waits visible."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from orq_ui.routing.recorded_ledger import RecordedAttempt, RecordedLedger
from orq_ui.ui.charts.palette import BY_DECISION, TITLE_PX, WAITED, safe_name, title
from orq_ui.ui.text.outcomes import DECISIONS, basis

ROW_PX = 34
AXIS_PX = 64
TOOLTIP_WIDTH = 60
"""Characters of a line in a tooltip."""
_NO_BRACES = str.maketrans("{}", "()")


def height(ledger: RecordedLedger) -> int:
    """Return the pixels that the chart needs."""
    return TITLE_PX + AXIS_PX + ROW_PX * max(1, len(ledger.attempts))


def waterfall(ledger: RecordedLedger) -> dict[str, Any]:
    """Return an ECharts option. Times are milliseconds; why each row went as it did is its tooltip."""
    attempts = ledger.attempts
    return {
        "animation": False,
        "aria": {"enabled": True},
        "tooltip": {"trigger": "item", "renderMode": "richText", "confine": True},
        **title("Attempts over time"),
        "grid": {"left": 8, "right": 24, "top": TITLE_PX, "bottom": 28, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "name": "ms", "nameGap": 6, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "category", "inverse": True, "data": [_label(attempt) for attempt in attempts]},
        "series": [
            _series("start", [attempt.started_ms for attempt in attempts], hidden=True),
            _series("attempt", [_bar(ledger, attempt) for attempt in attempts]),
            _series("wait", [_wait(attempt.waited_ms) for attempt in attempts]),
        ],
    }


def _label(attempt: RecordedAttempt) -> str:
    return f"{safe_name(attempt.model)}  {attempt.number}/{attempt.most} → {attempt.status}"


def _series(name: str, data: list[Any], *, hidden: bool = False) -> dict[str, Any]:
    series: dict[str, Any] = {"name": name, "type": "bar", "stack": "time", "data": data, "barWidth": 18}
    if name == "attempt":
        series["barMinHeight"] = 4  # so that a quick attempt is seen beside a long wait
    if hidden:
        # Only there to push the bar to where the attempt started.
        series |= {"itemStyle": {"color": "transparent"}, "silent": True, "tooltip": {"show": False}}
    return series


def _bar(ledger: RecordedLedger, attempt: RecordedAttempt) -> dict[str, Any]:
    rule = ledger.rules[attempt.rule]
    # The braces of a model's name would be read as the chart's own placeholders.
    reason = ledger.reason_of(attempt).translate(_NO_BRACES)
    decision = DECISIONS.get(attempt.decision, attempt.decision)
    return {
        "value": attempt.duration_ms,
        "itemStyle": {"color": BY_DECISION.get(attempt.decision, WAITED), "borderRadius": 3},
        "tooltip": {
            "formatter": f"{attempt.status} · {decision}\n{fill(reason, TOOLTIP_WIDTH)}\n({basis(rule.documented)})"
        },
    }


def _wait(wait_ms: float) -> dict[str, Any]:
    return {
        "value": wait_ms,
        "itemStyle": {"color": WAITED, "opacity": 0.35, "borderRadius": 3},
        "label": {"show": wait_ms > 0, "formatter": "wait", "position": "inside", "fontSize": 10},
        "tooltip": {"formatter": f"waited {wait_ms:,} ms"},
    }
