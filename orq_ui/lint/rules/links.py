"""Links to pictures, which live 60 minutes."""

from __future__ import annotations

from collections.abc import Iterator

from orq_ui.lint.context import Context
from orq_ui.lint.fix import Edit, Fix
from orq_ui.lint.messages import parse_path
from orq_ui.lint.registry import ENDPOINT, Hit, rule
from orq_ui.lint.rules.model_facts import always_base64

LINK_LIFETIME_S = 3600
"""An https link in a reply lives 60 minutes."""
MANY, MOST = 5, 10
"""Pictures; more than the contract allows is found by a rule of its own."""
"""Pictures in one reply that are worth a word on their links."""


@rule("cache-outlives-links", "warning", ENDPOINT)
def cache_outlives_links(context: Context) -> Iterator[Hit]:
    """Find a cached answer whose links are dead before it expires."""
    policy = context.policy
    ttl = None if policy is None else policy.cache_ttl_s.value
    if policy is None or ttl is None or ttl <= LINK_LIFETIME_S or not _gives_links(context):
        return
    message = f"Responses are cached for {ttl:,.0f} s, but their links live 60 minutes, so late hits have dead links."
    path = policy.cache_ttl_s.path or "cache"
    shorter = Fix("Cache for 60 minutes", (Edit(parse_path(path), LINK_LIFETIME_S),))
    as_base64 = Fix("Ask for the pictures themselves", (Edit(("response_format",), "b64_json"),))
    yield Hit(path, message, shorter if _any_base64(context) else as_base64)


@rule("links-expire", "info", ENDPOINT)
def links_expire(context: Context) -> Iterator[Hit]:
    """Find many pictures that come as links."""
    n = context.received_at(("n",))
    if isinstance(n, bool) or not isinstance(n, int | float) or not MANY <= n <= MOST or not _gives_links(context):
        return
    message = f"{n:g} pictures come as links that live 60 minutes: whoever gets a link has that long to load it."
    fix = Fix("Ask for the pictures themselves", (Edit(("response_format",), "b64_json"),))
    yield Hit("n", message, None if _any_base64(context) else fix)


def _gives_links(context: Context) -> bool:
    models = context.callable_models
    return context.at(("response_format",)) in (None, "url") and not (models and all(map(always_base64, models)))


def _any_base64(context: Context) -> bool:
    """Return whether a model may be asked that refuses to be asked for a format."""
    return any(map(always_base64, context.callable_models))
