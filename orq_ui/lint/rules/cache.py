"""Answers from memory."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.lint.context import Case
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import steps
from orq_ui.lint.registry import HERE, Hit, rule
from orq_ui.lint.rules.model_facts import always_bytes

LINK_LIFETIME_S = 3600
"""An https link in a reply lives 60 minutes."""


@rule("cache-outlives-links", "warning", HERE)
def cache_outlives_links(case: Case) -> Iterator[Hit]:
    """A cached answer with links that are dead before it is forgotten."""
    policy = case.policy
    ttl = None if policy is None else policy.cache_ttl_s.value
    if policy is None or ttl is None or ttl <= LINK_LIFETIME_S or case.at(("response_format",)) not in (None, "url"):
        return
    asked = [always_bytes(model) for model in case.asked]
    if asked and all(asked):
        return
    said = f"Answers are kept {ttl:,.0f} s but their links live 60 minutes, so late hits bring dead links."
    path = policy.cache_ttl_s.path or "cache"
    shorter = Fix("Keep answers 60 minutes", (Edit(steps(path), LINK_LIFETIME_S),))
    whole = Fix("Ask for the pictures themselves", (Edit(("response_format",), "b64_json"),))
    yield Hit(path, said, shorter if any(asked) else whole)
