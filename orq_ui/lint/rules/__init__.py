"""The rules, by what they look at; importing this package fills the registry."""

from orq_ui.lint.rules import (
    balancer,
    cache,
    connections,
    contract,
    fallbacks,
    identity,
    levels,
    models,
    pictures,
    providers,
    retries,
    waits,
)

__all__ = [
    "balancer",
    "cache",
    "connections",
    "contract",
    "fallbacks",
    "identity",
    "levels",
    "models",
    "pictures",
    "providers",
    "retries",
    "waits",
]
