"""What the router did and why: the verdict in a sentence, the waterfall, and each row with its rule."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from orq_ui.routing import DEFAULT_SET
from orq_ui.routing.recorded_ledger import (
    RecordedAttempt,
    RecordedLedger,
    RecordedRule,
    RecordedScript,
    RecordedVerdict,
)
from orq_ui.ui.ledger.waterfall import height, waterfall
from orq_ui.ui.text.outcomes import DECISIONS, basis
from orq_ui.ui.text.quantities import duration, plural
from orq_ui.ui.text.tables import table

DIFFERENCES = {
    "balancer": "The load balancer drew a model other than the requested one.",
    "fallback": "A fallback answered, because the models before it failed.",
    "cache": "The answer came from the cache, where a different model had put it.",
}
CACHE = {
    "hit": "The cache had the answer, so no provider was called.",
    "miss": "The cache had no answer to this request.",
    "expired": "The cache's answer was too old.",
}


def ledger_panel(ledger: RecordedLedger, key: str) -> None:
    """Draw a ledger; ``key`` tells it apart from others of the session."""
    if ledger.verdict is None:
        st.text("The request was refused before it was routed: no model was asked.")
        return
    for sentence in summary(ledger, ledger.verdict):
        st.text(sentence)
    if ledger.attempts:
        st.echarts_chart(
            waterfall(ledger), height=height(ledger), key=f"{key}.waterfall", alt="Waterfall of the attempts over time"
        )
        table(
            ("model", "try", "answer", "then", "took", "wait", "because"),
            [_cells(ledger, attempt) for attempt in ledger.attempts],
            label="Attempts",
            kind="reasons",
        )
    with st.expander("Every rule that applied", icon=":material/gavel:", key=f"{key}.rules"):
        table(
            ("rule", "what it says", "known from"),
            [(name, rule.text, f"{_basis(rule)}: {rule.source}") for name, rule in sorted(ledger.rules.items())],
            label="Rules",
        )


def summary(ledger: RecordedLedger, verdict: RecordedVerdict) -> Iterator[str]:
    """Yield what happened in a few plain sentences."""
    cache, draw = ledger.cache, ledger.draw
    if cache.outcome in CACHE:
        differs = f" The nearest entry differs in: {', '.join(cache.differs)}." if cache.differs else ""
        yield cache.reason or CACHE[cache.outcome] + differs
    if draw is not None:
        shares = ", ".join(f"{share.model} {share.share:.0%}" for share in draw.shares)
        yield f"The balancer drew {draw.model} among {shares}. {draw.reason}".strip()
    calls = plural(len(ledger.attempts), "provider call")
    took = duration(verdict.total_ms)
    if cache.outcome == "hit":
        seed = "" if cache.seed is None else f" with seed {cache.seed}"
        yield f"{verdict.served} had made the answer{seed}; no provider was called."
    elif verdict.served is None and not ledger.attempts:
        yield f"No model was asked: the router answered {verdict.status} by itself. {verdict.reason}".strip()
    elif verdict.served is None:
        ending = verdict.reason or f"The last error, {verdict.status}, is passed on."
        yield f"Nobody answered: {calls} in {took}. {ending}"
    else:
        yield f"{verdict.served} answered after {calls} and {took}."
    yield from _circumstances(ledger, verdict)


def _circumstances(ledger: RecordedLedger, verdict: RecordedVerdict) -> Iterator[str]:
    """Yield what else was not as one might expect: the defaults, who answered, scripts, stand-ins."""
    if ledger.policy is not None and ledger.policy.defaults != DEFAULT_SET:
        yield f"Where the request is silent, other defaults counted: {ledger.policy.defaults}."
    if verdict.difference in DIFFERENCES:
        yield DIFFERENCES[verdict.difference]
    for script in ledger.scripts:
        if script.start:
            yield _where(script)
    for model in ledger.stand_ins:
        yield f"{model} is not in the emulator's catalogue, so a stand-in with a look of its own was used for it."


def _where(script: RecordedScript) -> str:
    """Say where an earlier request had left a script."""
    if not script.outcomes:
        return f"Earlier requests had played the whole script of {script.model}."
    outcomes = ", ".join(str(outcome) for outcome in script.outcomes)
    place = f"outcome {script.start + 1} of {script.length}"
    return f"The script of {script.model} went on from {place}, where an earlier request had left it: {outcomes}."


def _cells(ledger: RecordedLedger, attempt: RecordedAttempt) -> tuple[object, ...]:
    return (
        attempt.model,
        f"{attempt.number} of {attempt.most}",
        attempt.status,
        DECISIONS.get(attempt.decision, attempt.decision),
        duration(attempt.duration_ms),
        duration(attempt.waited_ms) if attempt.waited_ms else "–",
        f"{ledger.reason_of(attempt)} ({_basis(ledger.rules[attempt.rule])})",
    )


def _basis(rule: RecordedRule) -> str:
    return basis(rule.documented, rule.disputed)
