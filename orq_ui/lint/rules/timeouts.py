"""How long a request can take, against the client's own patience."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, inf

from orq_ui.api import dotted
from orq_ui.lint.context import LEVELS, Case
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import seconds, steps
from orq_ui.lint.registry import Hit, routed, rule
from orq_ui.routing import worst_case

LEAST_MS = 1000
"""No fix proposes a shorter call_timeout: no picture is made in less."""


@rule("call-timeout-too-long", "warning", routed("call-timeout"))
def call_timeout_too_long(case: Case) -> Iterator[Hit]:
    """The client gives up before the router does."""
    timeout = case.policy.call_timeout_ms if case.policy else None
    if timeout is None or timeout.value is None or timeout.path is None or timeout.value <= case.patience_ms:
        return
    said = f"call_timeout is {seconds(timeout.value)}, but this client gives up after {seconds(case.patience_ms)}."
    yield Hit(timeout.path, said, _fitting(case, timeout.path, least=1))


@rule("worst-wait", "warning", routed("call-timeout"))
def worst_wait(case: Case) -> Iterator[Hit]:
    """One attempt fits into the client's patience, all of them together do not."""
    policy = case.policy
    if policy is None or policy.call_timeout_ms.value is None or policy.call_timeout_ms.path is None:
        return
    timeout, most = policy.call_timeout_ms.value, worst_case(policy)
    worst = most.total_ms(timeout)
    if timeout > case.patience_ms or worst <= case.patience_ms:
        return
    said = (
        f"At worst {most.attempts} attempts of {seconds(timeout)} and their waits take {seconds(worst)}, "
        f"but this client gives up after {seconds(case.patience_ms)}."
    )
    yield Hit(policy.call_timeout_ms.path, said, _fitting(case, policy.call_timeout_ms.path))


@rule("wait-without-limit", "info", routed("call-timeout-omitted"))
def wait_without_limit(case: Case) -> Iterator[Hit]:
    """Retries or fallbacks that a model which hangs never gives a turn."""
    policy = case.policy
    if (
        policy is None
        or policy.call_timeout_ms.value is not None
        or worst_case(policy).attempts == 1
        or case.patience_ms == inf
    ):
        return
    places = [(*level, option) for option in ("fallbacks", "retry") for level in LEVELS]
    place = next((place for place in places if case.at(place) not in (None, [])), ("retry",))
    said = (
        "Without call_timeout one hanging attempt can use up this client's "
        f"{seconds(case.patience_ms)}, and no retry or fallback gets its turn."
    )
    yield Hit(dotted(place), said, _fitting(case, dotted((*place[:-1], "timeout", "call_timeout"))))


def _fitting(case: Case, path: str, least: float = LEAST_MS) -> Fix | None:
    """A call_timeout, in whole seconds, with which even the worst case ends within the client's patience."""
    if case.policy is None or not LEAST_MS <= case.patience_ms < inf:
        return None
    most = worst_case(case.policy)
    each = floor((case.patience_ms - most.backoffs_ms) / most.attempts / 1000) * 1000
    if each < LEAST_MS:
        # Nothing fits all of it; at least one attempt can.
        each = floor(case.patience_ms) if least < LEAST_MS else 0
    return Fix(f"Set call_timeout to {each:,} ms", (Edit(steps(path), each),)) if each else None
