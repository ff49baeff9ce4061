"""What the router will do with a request: as a flow, as sentences, and choice by choice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from orq_ui.lint import Finding
from orq_ui.routing import ALTERNATIVE_READINGS, Policy
from orq_ui.routing.decision import FINAL_CODES
from orq_ui.routing.options import is_empty_codes
from orq_ui.routing.reasons import codes_text
from orq_ui.ui.charts.flowchart import flowchart
from orq_ui.ui.text.outcomes import basis
from orq_ui.ui.text.quantities import duration, plural
from orq_ui.ui.text.tables import table

REFUSING = frozenset({"contract", "whole-number", "email", "emulator-limits"})
"""Lint rules whose errors are answered before anything is routed."""
MAX_LISTED = 8
"""Statuses or models that a sentence names; the seven default statuses are named in full."""
MAX_JSON = 60
"""Characters of a value in the table."""


def refusal_panel(findings: Sequence[Finding]) -> None:
    """Say that the request is refused before it is routed, so that no plan is carried out; nothing where it is not."""
    refusals = [finding.message for finding in findings if finding.severity == "error" and finding.rule in REFUSING]
    if refusals:
        st.warning(
            "This request is answered with 400, and no model is asked. What follows is the plan without this refusal.",
            icon=":material/block:",
        )
        st.code("\n".join(refusals), language=None, wrap_lines=True)


def plan_panel(policy: Policy) -> None:
    """Draw the plan as a flow."""
    st.mermaid_chart(flowchart(policy), alt="The router's decisions for this request, as a flow")


def choices_panel(policy: Policy, body: Mapping[str, Any]) -> None:
    """Draw each choice with where it comes from and what else it could have been."""
    with st.expander("Each choice, and where it comes from", icon=":material/rule:", key="explain.choices"):
        columns = ("choice", "value", "from", "rule", "known as", "not used")
        table(columns, choices(policy, body), label="Choices of the policy")


def choices(policy: Policy, body: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield each choice: its value, path, rule and what is known of the rule, and the values that it won over.

    Those are the same option at the other level of the body, and what other documents say of an omitted one.
    """
    for name, option in policy.options().items():
        rule = option.rule
        not_used = [f"{option.shadowed} {_json_at(body, option.shadowed)}: top level wins"] if option.shadowed else []
        not_used += [
            f"{_value(other.value)}: {other.rule.text} ({basis(other.rule.documented, other.rule.disputed)})"
            for readings in ALTERNATIVE_READINGS.values()
            if rule in [reading.rule for reading in readings.values()]
            for other in readings.values()
            if other.rule != rule
        ]
        known = basis(rule.documented, rule.disputed)
        yield name, _value(option.value), option.path or "default", rule.text, known, "; ".join(not_used) or "–"


def sentences_panel(policy: Policy, body: Mapping[str, Any]) -> None:
    """Draw the plan as numbered sentences, and what in the body has no part in it."""
    for number, sentence in enumerate(plan_sentences(policy), 1):
        st.text(f"{number}. {sentence}")
    for note in empty_codes_notes(policy, body):
        st.caption(f":material/info: {note}")


def empty_codes_notes(policy: Policy, body: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence on each ``fallback_on_codes`` without codes: it counts as omitted."""
    orq = body.get("orq")
    for prefix, level in (("", body), ("orq.", orq if isinstance(orq, Mapping) else {})):
        if is_empty_codes("fallback_on_codes", level.get("fallback_on_codes")):
            why = "counts as omitted" if prefix else "makes no part of the form, so it is not sent"
            used = policy.fallback_codes.path or "the default list"
            yield f"The empty {prefix}fallback_on_codes {why}: {used} counts."


def plan_sentences(policy: Policy) -> Iterator[str]:
    """Yield what the router will do, step by step. Plain text: it names models."""
    ttl = policy.cache_ttl_s.value
    if ttl is not None:
        yield f"An equal request answered in the last {duration(ttl * 1000)} is answered from the cache."
    yield _first(policy)
    yield _retries(policy)
    timeout = policy.call_timeout_ms.value
    if timeout is not None:
        yield f"An attempt that takes longer than {duration(timeout)} counts as 408."
    yield _fallbacks(policy)
    yield from _other_statuses(policy)


def _first(policy: Policy) -> str:
    shares = policy.balancer.value
    if not shares:
        return f"{policy.model or 'No model'} is asked."
    drawn = ", ".join(f"{share.model} {share.share:.1%}" for share in shares)
    ignored = "" if policy.model in {share.model for share in shares} else f" {policy.model} itself is not asked."
    return f"One model is drawn by weight: {drawn}.{ignored}"


def _retries(policy: Policy) -> str:
    count, codes = policy.retries.value, policy.retry_codes.value - FINAL_CODES
    if count == 0 or not codes:
        return "A model that fails is not tried again."
    times = plural(count, "time")
    return f"A model that answers {_codes(codes)} is tried again, {times} at most, with growing waits."


def _fallbacks(policy: Policy) -> str:
    models, codes = policy.fallbacks.value, policy.fallback_codes.value - FINAL_CODES
    if not models:
        return "There is no fallback: the last error is the answer."
    if not codes:
        return f"No status leads to a fallback, so these are never asked: {_names(models)}."
    return f"After {_codes(codes)} comes the next of: {_names(models)}. The first success wins."


def _other_statuses(policy: Policy) -> Iterator[str]:
    """Yield what happens at the statuses that are in none or only one of the two lists."""
    again = policy.retry_codes.value - FINAL_CODES if policy.retries.value else frozenset()
    onward = policy.fallback_codes.value - FINAL_CODES if policy.fallbacks.value else frozenset()
    if onward and again - onward:
        yield f"{_codes(again - onward)} is tried again, but leads to no fallback: after the last try it is the answer."
    if onward and again and onward - again:
        yield f"{_codes(onward - again)} leads to the next fallback at once, without another try."
    if not (again or onward):
        yield "Every error is the answer at once."
        return
    yield "Any other error is the answer at once."
    listed = (policy.retry_codes.value | policy.fallback_codes.value) & FINAL_CODES
    although = f", although {_codes(listed, 'and')} {'is' if len(listed) == 1 else 'are'} listed" if listed else ""
    yield (
        "400, 401 and 403 are never tried again and never lead to a fallback, and neither does a 404 (assumed)"
        f"{although}."
    )


def _codes(codes: frozenset[int], joint: str = "or") -> str:
    ordered = [str(code) for code in sorted(codes)]
    if len(ordered) > MAX_LISTED:
        ordered = [*ordered[: MAX_LISTED - 1], f"one of {len(ordered) - MAX_LISTED + 1} more"]
    *most, last = ordered
    return f"{', '.join(most)} {joint} {last}" if most else last


def _names(models: Sequence[str]) -> str:
    if len(models) <= MAX_LISTED:
        return ", ".join(models)
    return f"{', '.join(models[: MAX_LISTED - 1])} and {len(models) - MAX_LISTED + 1} more"


def _value(value: object) -> str:
    if isinstance(value, frozenset):
        return codes_text(value)
    if isinstance(value, tuple):
        return _names([getattr(item, "model", str(item)) for item in value]) or "none"
    return "none" if value is None else str(value)


def _json_at(body: Mapping[str, Any], path: str) -> str:
    """Return the value at a dotted path as JSON, cut where it is long."""
    value: Any = body
    for step in path.split("."):
        value = value[step]
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_JSON else f"{text[: MAX_JSON - 1]}…"
