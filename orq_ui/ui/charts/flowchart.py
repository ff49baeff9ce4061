"""A policy as a flow: cache, balancer, attempts, fallbacks. Every name in it is made harmless."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.routing import Policy
from orq_ui.routing.decision import FINAL_CODES
from orq_ui.ui.charts.palette import safe_name
from orq_ui.ui.text.quantities import duration, plural

MAX_MODELS = 12
"""Models of the balancer, and fallbacks, that are drawn one by one."""
MAX_CODES = 8
"""Statuses that are named at an arrow or in a box; the seven defaults are named in full."""


def flowchart(policy: Policy) -> str:
    """Return the decision flow of one request as Mermaid text."""
    steps = (policy.cache_ttl_s.value is not None) + bool(policy.balancer.value) + len(policy.fallbacks.value)
    # A chain drawn from left to right is shrunk until nobody can read it.
    lines = [f"flowchart {'TB' if steps else 'LR'}", 'ask(["request"])']
    last, edge = "ask", "-->"
    if policy.cache_ttl_s.value is not None:
        lines += [
            f'cache{{"cache<br/>equal request in the last {policy.cache_ttl_s.value:g} s?"}}',
            'hit(["answer from the cache"])',
            "ask --> cache",
            "cache -->|hit| hit",
        ]
        last, edge = "cache", "-->|miss|"
    first = _first_models(policy, last, edge, lines)
    return "\n".join([*lines, *_fallbacks(policy, first)])


def _first_models(policy: Policy, last: str, edge: str, lines: list[str]) -> list[str]:
    """Add the first model, or each that the balancer can draw, and return their nodes."""
    shares = policy.balancer.value
    if not shares:
        lines += [_model("m0", policy.model, policy), f"{last} {edge} m0"]
        return ["m0"]
    lines += ['draw{"balancer<br/>draws one"}', f"{last} {edge} draw"]
    nodes = [f"b{place}" for place in range(min(len(shares), MAX_MODELS))]
    for node, share in zip(nodes, shares, strict=False):
        lines += [_model(node, share.model, policy), f"draw -->|{share.share:.1%}| {node}"]
    rest = shares[MAX_MODELS:]
    if rest:
        lines.append(f'others["{plural(len(rest), "more model")}"]')
        lines.append(f"draw -->|{sum(share.share for share in rest):.1%}| others")
        nodes.append("others")
    return nodes


def _fallbacks(policy: Policy, before: list[str]) -> Iterator[str]:
    """Yield the fallbacks, each reached from the nodes before it, every other way out of them, and both ends."""
    leading = policy.fallback_codes.value - FINAL_CODES
    # A dotted arrow is one that nothing takes.
    onward = f'-->|"{_codes(leading)}"|' if leading else '-.->|"no status"|'
    other = f"any other status,<br/>always {_codes(FINAL_CODES)}" if leading else "any error"
    yield 'served(["first success is the answer"])'
    yield 'failed(["last error is the answer"])'
    yield from (f"{node} -->|ok| served" for node in before)
    models = policy.fallbacks.value
    for place, model in enumerate(models[:MAX_MODELS]):
        node = f"f{place}"
        yield _model(node, model, policy)
        yield from (f"{source} {onward} {node}" for source in before)
        yield from (f'{source} -->|"{other}"| failed' for source in before)
        yield f"{node} -->|ok| served"
        before = [node]
    if len(models) > MAX_MODELS:
        yield f'more["{plural(len(models) - MAX_MODELS, "more fallback")},<br/>one after the other"]'
        yield f"{before[0]} {onward} more"
        yield "more -->|ok| served"
        before = ["more"]
    yield from (f'{node} -->|"any error"| failed' for node in before)


def _model(node: str, model: str, policy: Policy) -> str:
    retries, again = policy.retries.value, policy.retry_codes.value - FINAL_CODES
    tries = "1 attempt" if not (retries and again) else f"up to {retries + 1} attempts,<br/>again after {_codes(again)}"
    timeout = policy.call_timeout_ms.value
    each = "" if timeout is None else f"<br/>each at most {duration(timeout)}"
    return f'{node}["{safe_name(model)}<br/>{tries}{each}"]'


def _codes(codes: frozenset[int]) -> str:
    ordered = [str(code) for code in sorted(codes)]
    if len(ordered) <= MAX_CODES:
        return " ".join(ordered)
    return f"{' '.join(ordered[: MAX_CODES - 1])} and {len(ordered) - MAX_CODES + 1} more"
