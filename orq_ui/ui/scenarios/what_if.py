"""A scenario with one thing changed, to see what follows."""

from __future__ import annotations

from collections.abc import Mapping

from orq_ui.routing import Behaviour, Fault, Policy, Scenario


def models_of(policy: Policy) -> list[str]:
    """Every model that the policy can ask, in the order in which it would."""
    first = [share.model for share in policy.balancer.value] or [policy.model]
    return list(dict.fromkeys([*first, *policy.fallbacks.value]))


def failing(scenario: Scenario, rates: Mapping[str, tuple[int, float]]) -> Scenario:
    """The scenario in which each named model fails with a status at a rate (0 to 1), and not by script."""
    models = dict(scenario.models)
    for model, (status, rate) in rates.items():
        faults = (Fault(status=status, probability=rate),) if rate else ()
        models[model] = scenario.behaviour_of(model).model_copy(update={"faults": faults, "script": ()})
    return scenario.model_copy(update={"models": models})


def failure_of(behaviour: Behaviour) -> tuple[int, float]:
    """A model's most likely fault and its rate in the long run, scripts left aside."""
    worst = max(behaviour.faults, key=lambda fault: fault.probability, default=None)
    return (503, 0.0) if worst is None else (worst.status, worst.probability)
