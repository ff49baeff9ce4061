"""How long a request can take, against the client's own timeout."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, inf

from orq_ui.api import dotted
from orq_ui.lint.context import LEVELS, Context
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import format_seconds, parse_path
from orq_ui.lint.registry import Hit, router_basis, rule
from orq_ui.routing import worst_case

MIN_TIMEOUT_MS = 1000
"""No fix proposes a shorter call_timeout: no picture is made in less."""


@rule("call-timeout-too-long", "warning", router_basis("call-timeout"))
def call_timeout_too_long(context: Context) -> Iterator[Hit]:
    """Find a call_timeout that is longer than the client waits."""
    timeout, limit = context.policy.call_timeout_ms if context.policy else None, context.client_timeout_ms
    if timeout is None or timeout.value is None or timeout.path is None or timeout.value <= limit:
        return
    message = (
        f"call_timeout is {format_seconds(timeout.value)}, but this client gives up after {format_seconds(limit)}."
    )
    yield Hit(timeout.path, message, _fitting_timeout(context, timeout.path, least=1))


@rule("worst-wait", "warning", router_basis("call-timeout"))
def worst_wait(context: Context) -> Iterator[Hit]:
    """Find that one attempt fits into the client's timeout, but all of them together do not."""
    policy, limit = context.policy, context.client_timeout_ms
    if policy is None or policy.call_timeout_ms.value is None or policy.call_timeout_ms.path is None:
        return
    timeout, most = policy.call_timeout_ms.value, worst_case(policy)
    worst = most.total_ms(timeout)
    if timeout > limit or worst <= limit:
        return
    message = (
        f"At worst {most.attempts} attempts of {format_seconds(timeout)} and their waits take {format_seconds(worst)}, "
        f"but this client gives up after {format_seconds(limit)}."
    )
    yield Hit(policy.call_timeout_ms.path, message, _fitting_timeout(context, policy.call_timeout_ms.path))


@rule("wait-without-limit", "info", router_basis("call-timeout-omitted"))
def wait_without_limit(context: Context) -> Iterator[Hit]:
    """Find retries or fallbacks that never get a turn when a model hangs."""
    policy, limit = context.policy, context.client_timeout_ms
    if policy is None or policy.call_timeout_ms.value is not None or worst_case(policy).attempts == 1 or limit == inf:
        return
    places = [(*level, option) for option in ("fallbacks", "retry") for level in LEVELS]
    place = next((place for place in places if context.at(place) not in (None, [])), ("retry",))
    message = (
        "Without call_timeout one hanging attempt can use up this client's "
        f"{format_seconds(limit)}, and no retry or fallback gets its turn."
    )
    yield Hit(dotted(place), message, _fitting_timeout(context, dotted((*place[:-1], "timeout", "call_timeout"))))


def _fitting_timeout(context: Context, path: str, least: float = MIN_TIMEOUT_MS) -> Fix | None:
    """Make the fix with a call_timeout, in whole seconds, with which even the worst case ends in the client's time."""
    limit = context.client_timeout_ms
    if context.policy is None or not MIN_TIMEOUT_MS <= limit < inf:
        return None
    most = worst_case(context.policy)
    each = floor((limit - most.backoffs_ms) / most.attempts / 1000) * 1000
    if each < MIN_TIMEOUT_MS:
        # Nothing fits all of it; at least one attempt can.
        each = floor(limit) if least < MIN_TIMEOUT_MS else 0
    return Fix(f"Set call_timeout to {each:,} ms", (Edit(parse_path(path), each),)) if each else None
