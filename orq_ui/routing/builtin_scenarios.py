"""The built-in scenarios: seven for a demo, each with a request that shows it best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from orq_ui.routing.scenario import Behaviour, Fault, Scenario

DALL_E_2 = "openai/dall-e-2"
GPT_IMAGE_1 = "openai/gpt-image-1"
AQUARELLE = "emulator/aquarelle"
RISO = "emulator/riso"
MOSAIC = "emulator/mosaic"
NEON = "emulator/neon"
LINOCUT = "emulator/linocut"


@dataclass(frozen=True)
class BuiltInScenario:
    """A scenario with a title, one sentence that tells it, and a fitting request in wire names."""

    title: str
    sentence: str
    scenario: Scenario
    body: Mapping[str, Any]


_STEADY = Behaviour(latency_ms=900, jitter_ms=250)

BUILT_IN_SCENARIOS: Mapping[str, BuiltInScenario] = MappingProxyType(
    {
        "all-well": BuiltInScenario(
            "All well",
            "Every model answers at the first attempt, each in its own time.",
            Scenario(
                models={
                    DALL_E_2: Behaviour(latency_ms=1400, jitter_ms=300),
                    GPT_IMAGE_1: Behaviour(latency_ms=2200, jitter_ms=500),
                    NEON: Behaviour(latency_ms=450, jitter_ms=100),
                },
                default=_STEADY,
            ),
            {"model": AQUARELLE, "n": 2, "size": "512x512"},
        ),
        "rate-limited-primary": BuiltInScenario(
            "Rate-limited primary",
            "The first model answers 429 twice and asks for two seconds of patience, then it serves.",
            Scenario(
                models={DALL_E_2: Behaviour(latency_ms=150, jitter_ms=30, script=(429, 429, "ok"), retry_after_s=2)},
                default=_STEADY,
            ),
            {
                "model": DALL_E_2,
                "orq": {"retry": {"count": 3, "on_codes": [429]}, "fallbacks": [{"model": AQUARELLE}]},
            },
        ),
        "primary-down": BuiltInScenario(
            "Primary down",
            "The first model answers nothing but 503, so its retries run out and a fallback serves.",
            Scenario(
                models={DALL_E_2: Behaviour(latency_ms=200, jitter_ms=50, faults=(Fault(status=503, probability=1),))},
                default=_STEADY,
            ),
            {
                "model": DALL_E_2,
                "orq": {"retry": {"count": 2}, "fallbacks": [{"model": RISO}, {"model": MOSAIC}]},
            },
        ),
        "slow-primary": BuiltInScenario(
            "Slow primary",
            "The first model takes longer than call_timeout allows, which counts as 408 and leads on to a faster one.",
            Scenario(models={GPT_IMAGE_1: Behaviour(latency_ms=6000, jitter_ms=1500)}, default=_STEADY),
            {
                "model": GPT_IMAGE_1,
                "orq": {"timeout": {"call_timeout": 2000}, "fallbacks": [{"model": NEON}]},
            },
        ),
        "everything-down": BuiltInScenario(
            "Everything down",
            "Every model is overloaded, each in its own way, and the last error is the answer.",
            Scenario(
                models={
                    DALL_E_2: Behaviour(latency_ms=120, faults=(Fault(status=429, probability=1),), retry_after_s=1),
                    RISO: Behaviour(latency_ms=300, faults=(Fault(status=502, probability=1),)),
                },
                default=Behaviour(latency_ms=250, faults=(Fault(status=529, probability=1),)),
            ),
            {
                "model": DALL_E_2,
                "retry": {"count": 1},
                "fallbacks": [{"model": RISO}, {"model": LINOCUT}],
            },
        ),
        "flaky": BuiltInScenario(
            "Flaky",
            "Every model fails about every third call, so the seed decides who serves and after how many attempts.",
            Scenario(
                default=Behaviour(
                    latency_ms=700,
                    jitter_ms=400,
                    faults=(Fault(status=429, probability=0.15), Fault(status=500, probability=0.2)),
                ),
            ),
            {
                "model": AQUARELLE,
                "orq": {
                    "retry": {"count": 1},
                    "fallbacks": [{"model": LINOCUT}],
                    "load_balancer": {
                        "type": "weight_based",
                        "models": [{"model": AQUARELLE, "weight": 0.7}, {"model": MOSAIC, "weight": 0.3}],
                    },
                },
            },
        ),
        "cache-warm": BuiltInScenario(
            "Cache warm",
            "An equal request was answered two minutes ago, so no provider is called.",
            Scenario(default=_STEADY, cached_age_s=120),
            {"model": NEON, "orq": {"cache": {"type": "exact_match", "ttl": 3600}}},
        ),
    }
)


def built_in_name(scenario: Scenario) -> str | None:
    """Return the name of the built-in scenario that equals this one."""
    return next((name for name, built_in in BUILT_IN_SCENARIOS.items() if built_in.scenario == scenario), None)
