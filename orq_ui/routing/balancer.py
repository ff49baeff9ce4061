"""The load balancer: one draw for each request."""

from __future__ import annotations

from orq_ui.routing.ledger import Draw
from orq_ui.routing.policy import Policy
from orq_ui.routing.rng import balancer_luck
from orq_ui.routing.rules import RULES


def draw(policy: Policy, seed: int) -> Draw | None:
    """Draw the model by weight; None without a load balancer."""
    shares = policy.balancer.value
    if not shares:
        return None
    number = balancer_luck(seed)
    silent = () if all(share.given for share in shares) else (RULES["balancer-weight-default"],)
    also = (*silent, RULES["balancer-then-fallbacks"])
    return Draw(number, _at(policy, number), shares, RULES["balancer-weights"], also)


def first_models(policy: Policy) -> list[tuple[str, float]]:
    """The models that a request may start with, each with its probability; the shares sum to 1."""
    shares = policy.balancer.value
    if not shares:
        return [(policy.model, 1.0)]
    return [(share.model, share.share) for share in shares if share.share > 0]


def _at(policy: Policy, number: float) -> str:
    drawable = first_models(policy)
    for model, share in drawable:
        if number < share:
            return model
        number -= share
    # The shares sum to 1 only up to rounding; what is left over belongs to the last.
    return drawable[-1][0]
