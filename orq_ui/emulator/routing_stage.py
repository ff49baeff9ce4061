"""Seventh stage: who serves, and after what wait."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from orq_ui.routing import Scenario


@dataclass(frozen=True)
class Served:
    """The model that answers, and the milliseconds until then at time scale 1."""

    model: str
    after_ms: float


def route_request(body: dict[str, Any], scenario: Scenario, seed: int) -> Served:
    """The requested model serves, or the first of a load balancer; the same arguments give the same answer."""
    _, balancer = effective(body, "load_balancer")
    model = balancer["models"][0]["model"] if balancer and balancer["models"] else body["model"]
    behaviour = scenario.of(model)
    # Not a secret: a seeded draw, so that a story can be told twice.
    swing = random.Random(f"{seed}:{model}").uniform(-1, 1)  # noqa: S311
    return Served(model, max(0.0, behaviour.latency_ms + swing * behaviour.jitter_ms))


def effective(body: dict[str, Any], option: str) -> tuple[str, Any]:
    """A router option and the prefix of its path: the top level wins over ``orq``."""
    if option in body:
        return "", body[option]
    return "orq.", body.get("orq", {}).get(option)
