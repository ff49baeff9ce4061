"""Answers from memory."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.lint.context import Context
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import parse_path
from orq_ui.lint.registry import ENDPOINT, Hit, rule
from orq_ui.lint.rules.model_facts import always_base64

LINK_LIFETIME_S = 3600
"""An https link in a reply lives 60 minutes."""


@rule("cache-outlives-links", "warning", ENDPOINT)
def cache_outlives_links(context: Context) -> Iterator[Hit]:
    """Find a cached answer whose links are dead before it expires."""
    policy = context.policy
    ttl = None if policy is None else policy.cache_ttl_s.value
    if policy is None or ttl is None or ttl <= LINK_LIFETIME_S or context.at(("response_format",)) not in (None, "url"):
        return
    base64_only = [always_base64(model) for model in context.callable_models]
    if base64_only and all(base64_only):
        return
    message = f"Responses are cached for {ttl:,.0f} s, but their links live 60 minutes, so late hits have dead links."
    path = policy.cache_ttl_s.path or "cache"
    shorter = Fix("Cache for 60 minutes", (Edit(parse_path(path), LINK_LIFETIME_S),))
    as_base64 = Fix("Ask for the pictures themselves", (Edit(("response_format",), "b64_json"),))
    yield Hit(path, message, shorter if any(base64_only) else as_base64)
