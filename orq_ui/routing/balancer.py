"""The load balancer: draws the model once for each request."""

from __future__ import annotations

from orq_ui.routing.ledger import Draw
from orq_ui.routing.policy import Policy
from orq_ui.routing.reasons import draw_reason
from orq_ui.routing.rng import draw_for_balancer
from orq_ui.routing.rules import RULES


def draw_model(policy: Policy, seed: int) -> Draw | None:
    """Draw the model by weight; return None without a load balancer."""
    shares = policy.balancer.value
    if not shares:
        return None
    number = draw_for_balancer(seed)
    implied = () if all(share.given for share in shares) else (RULES["balancer-weight-default"],)
    also = (*implied, RULES["balancer-then-fallbacks"])
    model = _model_at(policy, number)
    reason = draw_reason(policy, number, model)
    return Draw(number, model, shares, RULES["balancer-weights"], reason, also)


def first_models(policy: Policy) -> list[tuple[str, float]]:
    """Return the models that a request may start with, each with its probability; the shares sum to 1."""
    shares = policy.balancer.value
    if not shares:
        return [(policy.model, 1.0)]
    return [(share.model, share.share) for share in shares if share.share > 0]


def _model_at(policy: Policy, number: float) -> str:
    drawable = first_models(policy)
    for model, share in drawable:
        if number < share:
            return model
        number -= share
    # The shares sum to 1 only up to rounding; what is left over belongs to the last.
    return drawable[-1][0]
