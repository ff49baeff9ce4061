"""A policy as a flow: cache, balancer, attempts, fallbacks. Every name in it is made harmless."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.routing import Policy
from orq_ui.routing.decision import FINAL_CODES
from orq_ui.ui.charts.palette import safe_name
from orq_ui.ui.text.quantities import duration, plural

MAX_MODELS = 12
"""Models of the balancer, and fallbacks, that are drawn one by one."""
STATUSES = "classDef statuses fill:transparent,stroke:transparent"
"""Statuses are boxes between two lines: a label on an arrow would be crossed out by it."""
MAX_CODES = 8
"""Statuses that are named at an arrow or in a box; the seven defaults are named in full."""


def flowchart(policy: Policy) -> str:
    """Return the decision flow of one request as Mermaid text."""
    steps = (policy.cache_ttl_s.value is not None) + bool(policy.balancer.value) + len(policy.fallbacks.value)
    # A chain drawn from left to right is shrunk until nobody can read it.
    lines = [f"flowchart {'TB' if steps else 'LR'}", 'ask(["request"])']
    last = "ask"
    if policy.cache_ttl_s.value is not None:
        lines += [
            f'cache{{"cache<br/>equal request in the last {policy.cache_ttl_s.value:g} s?"}}',
            'hit(["answer from the cache"])',
            "ask --> cache",
            "cache --> hit",
        ]
        last = "cache"
    first = _first_models(policy, last, lines)
    return "\n".join([*lines, *_fallbacks(policy, first), STATUSES])


def _first_models(policy: Policy, last: str, lines: list[str]) -> str:
    """Add the first model, or each that the balancer can draw, and return the node or the frame of all."""
    shares = policy.balancer.value
    if not shares:
        lines += [_model("m0", policy.model, policy), f"{last} --> m0"]
        return "m0"
    lines += ['draw{"balancer<br/>draws one"}', f"{last} --> draw", "draw --> drawn"]
    # One frame around them has the arrows that they share.
    lines.append('subgraph drawn[" "]')
    nodes = [f"b{place}" for place in range(min(len(shares), MAX_MODELS))]
    lines += [
        _model(node, share.model, policy, f"{share.share:.1%}<br/>") for node, share in zip(nodes, shares, strict=False)
    ]
    rest = shares[MAX_MODELS:]
    if rest:
        lines.append(f'others["{sum(share.share for share in rest):.1%}<br/>{plural(len(rest), "more model")}"]')
    lines.append("end")
    return "drawn"


def _fallbacks(policy: Policy, before: str) -> Iterator[str]:
    """Yield the fallbacks, each reached from the one before it, every other way out of it, and both ends."""
    leading = policy.fallback_codes.value - FINAL_CODES
    # A dotted arrow is one that nothing takes.
    line, arrow, codes = ("---", "-->", _codes(leading)) if leading else ("-.-", "-.->", "no status")
    other = f"any other status,<br/>always {_codes(FINAL_CODES)}" if leading else "any error"
    yield 'served(["first success is the answer"])'
    yield 'failed(["last error is the answer"])'
    yield f"{before} --> served"
    models = policy.fallbacks.value
    for place, model in enumerate(models[:MAX_MODELS]):
        node = f"f{place}"
        yield _model(node, model, policy)
        yield f'{before} {line} on{place}["{codes}"]:::statuses {arrow} {node}'
        yield f'{before} --- end{place}["{other}"]:::statuses --> failed'
        yield f"{node} --> served"
        before = node
    if len(models) > MAX_MODELS:
        yield f'more["{plural(len(models) - MAX_MODELS, "more fallback")},<br/>one after the other"]'
        yield f'{before} {line} on["{codes}"]:::statuses {arrow} more'
        yield "more --> served"
        before = "more"
    yield f"{before} --> failed"


def _model(node: str, model: str, policy: Policy, share: str = "") -> str:
    retries, again = policy.retries.value, policy.retry_codes.value - FINAL_CODES
    tries = "1 attempt" if not (retries and again) else f"up to {retries + 1} attempts,<br/>again after {_codes(again)}"
    timeout = policy.call_timeout_ms.value
    each = "" if timeout is None else f"<br/>each at most {duration(timeout)}"
    return f'{node}["{share}{safe_name(model)}<br/>{tries}{each}"]'


def _codes(codes: frozenset[int]) -> str:
    ordered = [str(code) for code in sorted(codes)]
    if len(ordered) <= MAX_CODES:
        return " ".join(ordered)
    return f"{' '.join(ordered[: MAX_CODES - 1])} and {len(ordered) - MAX_CODES + 1} more"
