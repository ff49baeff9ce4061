"""The rules, by what they look at; importing this package fills the registry."""

from orq_ui.lint.rules import (
    balancer,
    cache,
    connections,
    contract,
    duplicates,
    fallbacks,
    identity,
    model_facts,
    models,
    pictures,
    retries,
    timeouts,
)

__all__ = [
    "balancer",
    "cache",
    "connections",
    "contract",
    "duplicates",
    "fallbacks",
    "identity",
    "model_facts",
    "models",
    "pictures",
    "retries",
    "timeouts",
]
