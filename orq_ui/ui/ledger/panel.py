"""What the router did and why: the verdict in a sentence, the waterfall, and each row with its rule."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orq_ui.ui.charts.colours import WORDS
from orq_ui.ui.charts.waterfall import height, waterfall
from orq_ui.ui.text.quantities import duration, plural
from orq_ui.ui.text.tables import table

DIFFERENCES = {
    "balancer": "The load balancer drew another model than the requested one.",
    "fallback": "A fallback answered, because the models before it failed.",
    "cache": "The answer came from the cache, as another model had made it.",
}
CACHE = {
    "hit": "The cache had the answer, so no provider was called.",
    "miss": "The cache had no answer to this request.",
    "expired": "The cache's answer was too old.",
}


def ledger_panel(ledger: dict[str, Any], key: str) -> None:
    """Draw a ledger's JSON; a request that was refused before routing has none of it."""
    if ledger.get("verdict") is None:
        st.text("The request was refused before it was routed: no model was asked.")
        return
    for sentence in sentences(ledger):
        st.text(sentence)
    if ledger["attempts"]:
        st.echarts_chart(
            waterfall(ledger), height=height(ledger), key=f"{key}.waterfall", alt="Waterfall of the attempts over time"
        )
        table(
            ("model", "try", "answer", "then", "took", "wait", "because"),
            [_cells(attempt, ledger["rules"]) for attempt in ledger["attempts"]],
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
    if cache["outcome"] == "hit":
        told.append(f"{verdict['served']} had made it {duration((cache['age_s'] or 0) * 1000)} before.")
    elif verdict["served"] is None and not ledger["attempts"]:
        told.append(f"No model was asked: the router answered {verdict['status']} by itself.")
    elif verdict["served"] is None:
        told.append(f"Nobody answered: {calls} in {took}, and the last error, {verdict['status']}, is passed on.")
    else:
        told.append(f"{verdict['served']} answered after {calls} and {took}.")
    if verdict["difference"] in DIFFERENCES:
        told.append(DIFFERENCES[verdict["difference"]])
    return told


def _cells(attempt: dict[str, Any], rules: dict[str, Any]) -> tuple[object, ...]:
    rule = rules[attempt["rule"]]
    return (
        attempt["model"],
        f"{attempt['number']} of {attempt['most']}",
        attempt["status"],
        WORDS.get(attempt["decision"], attempt["decision"]),
        duration(attempt["duration_ms"]),
        duration(attempt["waited_ms"]) if attempt["waited_ms"] else "–",
        f"{rule['text']} ({_standing(rule)})",
    )


def _standing(rule: dict[str, Any]) -> str:
    disputed = ", though its pages disagree" if rule.get("disputed") else ""
    return f"{'documented' if rule['documented'] else 'assumed'}{disputed}"


def _known(rule: dict[str, Any]) -> str:
    return f"{_standing(rule)}: {rule['source']}"
