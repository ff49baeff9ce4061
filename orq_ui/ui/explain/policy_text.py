"""A policy in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.routing import Policy
from orq_ui.ui.text.quantities import duration, plural


def plan_sentences(policy: Policy) -> Iterator[str]:
    """What the router will do, step by step. Plain text: it names models."""
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
