"""A policy as a flow: cache, balancer, attempts, fallbacks. Mermaid text, every name made harmless."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.routing import Policy
from orq_ui.ui.charts.labels import plain
from orq_ui.ui.text.quantities import duration


def plan(policy: Policy) -> str:
    """The decision flow of one request."""
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
    starts = list(_starts(policy, last, edge, lines))
    lines += _chain(policy, starts)
    return "\n".join(lines)


def _starts(policy: Policy, last: str, edge: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    """The first model, or those of the balancer: (node, edge that leads to it)."""
    shares = policy.balancer.value
    if not shares:
        lines.append(_model("m0", policy.model, policy))
        lines.append(f"{last} {edge} m0")
        yield "m0", policy.model
        return
    lines += ['draw{"balancer<br/>draws one"}', f"{last} {edge} draw"]
    for place, share in enumerate(shares):
        node = f"b{place}"
        lines.append(_model(node, share.model, policy))
        lines.append(f"draw -->|{share.share:.1%}| {node}")
        yield node, share.model


def _chain(policy: Policy, starts: list[tuple[str, str]]) -> list[str]:
    codes = " ".join(str(code) for code in sorted(policy.fallback_codes.value))
    lines = ['served(["first success is the answer"])', 'failed(["last error is the answer"])']
    before = [node for node, _ in starts]
    lines += [f"{node} -->|ok| served" for node in before]
    for place, model in enumerate(policy.fallbacks.value):
        node = f"f{place}"
        lines.append(_model(node, model, policy))
        lines += [f'{source} -->|"{codes}"| {node}' for source in before]
        lines.append(f"{node} -->|ok| served")
        before = [node]
    lines += [f"{node} -->|error| failed" for node in before]
    return lines


def _model(node: str, model: str, policy: Policy) -> str:
    retries = policy.retries.value
    tries = "1 attempt" if retries == 0 else f"up to {retries + 1} attempts"
    timeout = policy.call_timeout_ms.value
    each = "" if timeout is None else f"<br/>each at most {duration(timeout)}"
    return f'{node}["{plain(model)}<br/>{tries}{each}"]'
