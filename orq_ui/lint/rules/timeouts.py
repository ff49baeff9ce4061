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
MOST_SECONDS = 600
"""A longer call_timeout in seconds would outlast every client."""
SLOW_ATTEMPT_MS = 60_000
"""What a slow picture takes; beyond the client's own timeout the wait counts as long."""


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


@rule("call-timeout-seconds", "warning", router_basis("call-timeout"))
def call_timeout_seconds(context: Context) -> Iterator[Hit]:
    """Find a call_timeout that is too short for any picture, as if it were seconds."""
    found = context.effective("timeout", "call_timeout")
    value = found.value if found else None
    if found is None or isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < MIN_TIMEOUT_MS:
        return
    message = f"call_timeout is in milliseconds, and no picture is made in {value:g} ms"
    if not 1 <= value <= MOST_SECONDS:
        yield Hit(found.path, f"{message}.")
        return
    meant = round(value * 1000)
    fix = Fix(f"Set call_timeout to {meant:,} ms", (Edit(parse_path(found.path), meant),))
    yield Hit(found.path, f"{message}; if {value:g} s are meant, it is {meant:,}.", fix)


@rule("wait-without-limit", "info", router_basis("call-timeout-omitted"))
def wait_without_limit(context: Context) -> Iterator[Hit]:
    """Find more attempts without a limit than the client has time for, if each takes a minute."""
    policy, limit = context.policy, context.client_timeout_ms
    if policy is None or policy.call_timeout_ms.value is not None:
        return
    most = worst_case(policy)
    slow = most.total_ms(SLOW_ATTEMPT_MS)
    if most.attempts == 1 or slow <= limit:
        return
    places = [(*level, option) for option in ("fallbacks", "retry") for level in LEVELS]
    place = next((place for place in places if context.at(place) not in (None, [])), ("retry",))
    message = (
        f"Without call_timeout nothing limits an attempt: {most.attempts} of a minute each and their waits take "
        f"{format_seconds(slow)}, but this client gives up after {format_seconds(limit)}."
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
