"""A policy as a flow: cache, balancer, attempts, fallbacks. Every name in it is made harmless."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.routing import Policy
from orq_ui.ui.charts.palette import safe_name
from orq_ui.ui.text.quantities import duration


def flowchart(policy: Policy) -> str:
    """Return the decision flow of one request as Mermaid text."""
    steps = (policy.cache_ttl_s.value is not None) + bool(policy.balancer.value) + len(policy.fallbacks.value)
    # A long chain drawn from left to right is shrunk until nobody can read it.
    lines = [f"flowchart {'TB' if steps > 1 else 'LR'}", 'ask(["request"])']
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
    for place, share in enumerate(shares):
        lines += [_model(f"b{place}", share.model, policy), f"draw -->|{share.share:.1%}| b{place}"]
    return [f"b{place}" for place in range(len(shares))]


def _fallbacks(policy: Policy, before: list[str]) -> Iterator[str]:
    """Yield the fallbacks, each reached from the nodes before it, and both ends."""
    codes = " ".join(str(code) for code in sorted(policy.fallback_codes.value))
    yield 'served(["first success is the answer"])'
    yield 'failed(["last error is the answer"])'
    yield from (f"{node} -->|ok| served" for node in before)
    for place, model in enumerate(policy.fallbacks.value):
        node = f"f{place}"
        yield _model(node, model, policy)
        yield from (f'{source} -->|"{codes}"| {node}' for source in before)
        yield f"{node} -->|ok| served"
        before = [node]
    yield from (f"{node} -->|error| failed" for node in before)


def _model(node: str, model: str, policy: Policy) -> str:
    retries = policy.retries.value
    tries = "1 attempt" if retries == 0 else f"up to {retries + 1} attempts"
    timeout = policy.call_timeout_ms.value
    each = "" if timeout is None else f"<br/>each at most {duration(timeout)}"
    return f'{node}["{safe_name(model)}<br/>{tries}{each}"]'
