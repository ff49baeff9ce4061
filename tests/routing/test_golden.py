"""Golden ledgers: the cross of retry, fallbacks, balancer, cache, timeout and defaults.

After a wanted change of the rules, write them anew and read the diff: ``python tests/routing/test_golden.py``.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from orq_ui.routing import DEFAULTS, Ledger, Policy, Scenario, route

GOLDEN = Path(__file__).parent / "golden" / "ledgers.json"
SEED = 7
A, B, C = "x/a", "x/b", "x/c"
SCENARIO = Scenario.model_validate(
    {
        "models": {
            A: {"latency_ms": 400, "jitter_ms": 200, "script": [429, 503], "retry_after_s": 3},
            B: {"latency_ms": 700, "jitter_ms": 50, "faults": [{"status": 502, "probability": 0.4}]},
        },
        "default": {"latency_ms": 90},
        "cached_age_s": 2400,
    }
)
AXES: dict[str, dict[str, dict[str, Any]]] = {
    "retry": {
        "omitted": {},
        "empty": {"retry": {}},
        "1x429": {"retry": {"count": 1, "on_codes": [429]}},
    },
    "fallbacks": {
        "none": {},
        "b,c": {"fallbacks": [{"model": B}, {"model": C}]},
        "b on 503": {"fallbacks": [{"model": B}], "fallback_on_codes": [503]},
    },
    "balancer": {
        "none": {},
        "a:b=1:3": {
            "load_balancer": {
                "type": "weight_based",
                "models": [{"model": A, "weight": 0.25}, {"model": B, "weight": 0.75}],
            }
        },
    },
    "cache": {"none": {}, "given": {"cache": {"type": "exact_match"}}, "1 min": {"cache": {"ttl": 60}}},
    "timeout": {"none": {}, "450": {"timeout": {"call_timeout": 450}}},
}
SETS = {**DEFAULTS, "two": DEFAULTS["spec-2026-08"].with_readings(retry_omitted="two", retry_codes="429-only")}
CASES = list(product(*AXES.values(), SETS))


def named(case: tuple[str, ...]) -> str:
    return " | ".join(case)


def played(case: tuple[str, ...]) -> Ledger:
    body: dict[str, Any] = {"model": A}
    for axis, choice in zip(AXES.values(), case[:-1], strict=True):
        body |= axis[choice]
    return route(Policy.from_body(body, SETS[case[-1]]), SCENARIO, SEED)


def compact(ledger: Ledger) -> list[str]:
    """Write a ledger in a few short texts: cache, draw, every attempt, verdict."""
    cache, verdict = ledger.cache, ledger.verdict
    lines = [f"cache {cache.outcome} ({cache.rule.id})"]
    if ledger.draw:
        lines.append(f"draw {ledger.draw.number:.6f} {ledger.draw.model}")
    for row in ledger.attempts:
        rules = " ".join(rule.id for rule in (row.rule, *row.also))
        lines.append(
            f"{row.model} {row.number}/{row.most} @{row.started_ms}+{row.duration_ms} {row.status} {row.cause} "
            f"-> {row.decision} +{row.waited_ms} ({rules})"
        )
    lines.append(
        f"{verdict.status} {verdict.served} {verdict.difference} {verdict.total_ms} ms ({verdict.rule.id})"
        f"{' kept' if ledger.kept else ''}"
    )
    return lines


@pytest.fixture(scope="module")
def golden() -> dict[str, list[str]]:
    recorded: dict[str, list[str]] = json.loads(GOLDEN.read_text())
    return recorded


def test_the_golden_file_holds_the_whole_cross(golden: dict[str, list[str]]) -> None:
    """No combination is missing and none is left over."""
    assert list(golden) == [named(case) for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_golden_ledgers(case: tuple[str, ...], golden: dict[str, list[str]]) -> None:
    """A combination of options goes the way it was written down."""
    assert compact(played(case)) == golden[named(case)]


if __name__ == "__main__":
    recorded = (f"{json.dumps(named(case))}: {json.dumps(compact(played(case)))}" for case in CASES)
    GOLDEN.write_text("{\n" + ",\n".join(recorded) + "\n}\n")
