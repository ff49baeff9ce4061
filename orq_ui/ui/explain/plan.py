"""What the router will do with a request: as a flow, as sentences, and choice by choice."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from orq_ui.errors import InvalidInput
from orq_ui.routing import DEFAULTS, Policy
from orq_ui.ui.charts.flowchart import flowchart
from orq_ui.ui.session import Session
from orq_ui.ui.text.error_panel import error_box
from orq_ui.ui.text.outcomes import basis
from orq_ui.ui.text.quantities import duration, plural
from orq_ui.ui.text.tables import table


def defaults_panel(session: Session) -> Policy | None:
    """Draw the choice of documented defaults, and return the form's policy by them; None where it cannot be read."""
    chosen = st.segmented_control(
        "Defaults that are documented by",
        list(DEFAULTS),
        required=True,
        default="spec-2026-08",
        key="explain.defaults",
        help="The vendor's description of August 2026 and its Python client 4.17 disagree on some defaults.",
    )
    picture = session.picture.sha256 if session.picture else ""
    try:
        return Policy.from_body(session.draft.body, str(chosen), picture=picture)
    except InvalidInput as error:
        error_box(error)
        return None


def plan_panel(policy: Policy) -> None:
    """Draw the plan as a flow, and each choice with where it comes from."""
    st.mermaid_chart(flowchart(policy), alt="The router's decisions for this request, as a flow")
    with st.expander("Each choice, and where it comes from", icon=":material/rule:", key="explain.choices"):
        rows = [
            (name, _value(option.value), option.path or "default", option.rule.text, basis(option.rule.documented))
            for name, option in policy.options().items()
        ]
        table(("choice", "value", "from", "rule", "known as"), rows, label="Choices of the policy")


def sentences_panel(policy: Policy) -> None:
    """Draw the plan as numbered sentences."""
    for number, sentence in enumerate(plan_sentences(policy), 1):
        st.text(f"{number}. {sentence}")


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


def _first(policy: Policy) -> str:
    shares = policy.balancer.value
    if not shares:
        return f"{policy.model or 'No model'} is asked."
    drawn = ", ".join(f"{share.model} {share.share:.1%}" for share in shares)
    ignored = "" if policy.model in {share.model for share in shares} else f" {policy.model} itself is not asked."
    return f"One model is drawn by weight: {drawn}.{ignored}"


def _retries(policy: Policy) -> str:
    count = policy.retries.value
    if count == 0:
        return "A model that fails is not tried again."
    codes = _codes(policy.retry_codes.value)
    return f"A model that answers {codes} is tried again, {plural(count, 'time')} at most, with growing waits."


def _fallbacks(policy: Policy) -> str:
    models = policy.fallbacks.value
    if not models:
        return "There is no fallback: its last error is the answer."
    return (
        f"After {_codes(policy.fallback_codes.value)} comes the next of: {', '.join(models)}. The first success wins."
    )


def _codes(codes: frozenset[int]) -> str:
    *most, last = (str(code) for code in sorted(codes))
    return f"{', '.join(most)} or {last}" if most else last


def _value(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(str(code) for code in sorted(value))
    if isinstance(value, tuple):
        return ", ".join(getattr(item, "model", str(item)) for item in value) or "none"
    return "none" if value is None else str(value)
