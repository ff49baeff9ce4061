"""What the router did and why: the verdict in a sentence, the waterfall, and each row with its rule."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orq_ui.ui.charts.colours import WORDS
from orq_ui.ui.charts.waterfall import height, waterfall
from orq_ui.ui.tables import table
from orq_ui.ui.words import duration, plural

DIFFERENCES = {
    "balancer": "The load balancer drew another model than the requested one.",
    "fallback": "A fallback answered, because the models before it failed.",
    "cache": "The answer came from the cache, as another model had made it.",
}
CACHE = {
    "hit": "The cache had the answer: no provider was called.",
    "miss": "The cache had no answer to this request.",
    "expired": "The cache's answer was too old.",
}


def ledger_panel(ledger: dict[str, Any], key: str) -> None:
    """Draw a ledger's JSON."""
    for sentence in sentences(ledger):
        st.text(sentence)
    if ledger["attempts"]:
        st.echarts_chart(
            waterfall(ledger), height=height(ledger), key=f"{key}.waterfall", alt="Waterfall of the attempts over time"
        )
        table(
            ("#", "model", "try", "start", "took", "answer", "then", "wait", "because"),
            [_cells(place, attempt, ledger["rules"]) for place, attempt in enumerate(ledger["attempts"], 1)],
            label="Attempts",
        )
    with st.expander("Every rule that counted", icon=":material/gavel:", key=f"{key}.rules"):
        table(
            ("rule", "what it says", "known from"),
            [(name, rule["text"], _known(rule)) for name, rule in sorted(ledger["rules"].items())],
            label="Rules",
        )


def sentences(ledger: dict[str, Any]) -> list[str]:
    """The ledger's story in a few plain sentences."""
    verdict, cache, draw = ledger["verdict"], ledger["cache"], ledger["draw"]
    told = []
    if cache["outcome"] in CACHE:
        differs = f" It differs from the nearest one in: {', '.join(cache['differs'])}." if cache["differs"] else ""
        told.append(CACHE[cache["outcome"]] + differs)
    if draw is not None:
        shares = ", ".join(f"{share['model']} {share['share']:.0%}" for share in draw["shares"])
        told.append(f"The balancer drew {draw['model']} ({draw['number']:.3f} among {shares}).")
    calls = plural(len(ledger["attempts"]), "provider call")
    took = duration(verdict["total_ms"])
    if verdict["served"] is None:
        told.append(f"Nobody answered: {calls} in {took}, and the last error, {verdict['status']}, is passed on.")
    else:
        told.append(f"{verdict['served']} answered after {calls} and {took}.")
    if verdict["difference"] in DIFFERENCES:
        told.append(DIFFERENCES[verdict["difference"]])
    return told


def _cells(place: int, attempt: dict[str, Any], rules: dict[str, Any]) -> tuple[object, ...]:
    rule = rules[attempt["rule"]]
    return (
        place,
        attempt["model"],
        f"{attempt['number']} of {attempt['most']}",
        f"{attempt['started_ms']:,} ms",
        f"{attempt['duration_ms']:,} ms",
        attempt["status"],
        WORDS.get(attempt["decision"], attempt["decision"]),
        f"{attempt['waited_ms']:,} ms" if attempt["waited_ms"] else "–",
        f"{rule['text']} ({'documented' if rule['documented'] else 'assumed'})",
    )


def _known(rule: dict[str, Any]) -> str:
    disputed = ", though its pages disagree" if rule.get("disputed") else ""
    return f"{'documented' if rule['documented'] else 'assumed'}{disputed}: {rule['source']}"
