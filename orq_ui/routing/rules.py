"""Every rule of the router that is simulated here, each with its source and whether the vendor documents it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_HERE = "vendor's OpenAPI description of this endpoint, 2026-08"
_GUIDE = "vendor's router guides"
_NEIGHBOUR = "vendor's reference of neighbouring router endpoints"
_SDK = "vendor's Python SDK 4.17"
_OURS = "nothing documented; our assumption"


@dataclass(frozen=True)
class Rule:
    """A rule with its source; ``documented`` is false for our own assumptions, ``disputed`` where sources disagree."""

    id: str
    text: str
    documented: bool
    source: str
    disputed: bool = False


def _documented(rule: str, text: str, source: str = _GUIDE) -> Rule:
    return Rule(rule, text, True, source)


def _disputed(rule: str, text: str, source: str) -> Rule:
    return Rule(rule, text, True, source, disputed=True)


def _assumed(rule: str, text: str, source: str = _OURS) -> Rule:
    return Rule(rule, text, False, source)


_ALL = (
    _documented("top-level-wins", "An option set at top level wins over the same one in orq, per field.", _NEIGHBOUR),
    _documented("malformed-model", "A model id that is not provider/model is a 400, before any provider call."),
    _documented("unknown-model", "A model that does not exist is a 404, before any provider call; no fallback."),
    _assumed("resolved-when-due", "The ids of drawn and fallback models are looked at when their turn comes."),
    # Cache
    _documented("cache-off", "Without the cache option nothing is looked up or kept."),
    _documented("cache-exact", "The key is the model, the input and every parameter; a hit calls no provider."),
    _assumed(
        "cache-key-parts",
        "The key holds the picture's bytes and the parameters with their defaults; not the API key, identity or "
        "router options.",
    ),
    _assumed("cache-first", "The cache is asked before a model is drawn, with the model as requested."),
    _assumed("cache-only-successes", "Only a success is kept; an error never is."),
    _documented("cache-expiry", "An answer older than its time to live counts as absent."),
    _documented("cache-ttl-given", "The time to live is cache.ttl, in seconds.", _HERE),
    _disputed("cache-ttl-1800", "Without cache.ttl an answer lives 1800 s.", _HERE),
    _disputed("cache-ttl-3600", "Without cache.ttl an answer lives 3600 s.", _SDK),
    # Load balancer
    _documented("balancer-off", "Without a load balancer the requested model is called.", _HERE),
    _documented(
        "balancer-weights",
        "Weights are divided by their sum; one draw for each request; model is ignored while balancing.",
    ),
    _documented("balancer-weight-default", "An entry without weight weighs 0.5.", _HERE),
    _assumed("balancer-then-fallbacks", "Retries stay on the drawn model; then come the fallbacks."),
    # Timeout
    _documented("call-timeout", "An attempt longer than call_timeout ends there and counts as 408; no total limit."),
    _assumed("call-timeout-omitted", "Without call_timeout an attempt may take as long as it takes."),
    # Retry
    _documented("retry-attempts", "count is retries after the first attempt: at most count + 1 attempts a model."),
    _documented("retry-count-default", "retry without count means 3 retries.", _HERE),
    _assumed("retry-omitted-none", "Without retry no attempt is repeated."),
    _assumed(
        "retry-omitted-two",
        "Without retry an attempt is repeated twice.",
        "the newest text on neighbouring endpoints; nothing documented for this one",
    ),
    _documented("retry-codes-given", "Only the statuses in retry.on_codes are retried.", _HERE),
    _disputed(
        "retry-codes-newest",
        "Without on_codes, 408, 429, 500, 502, 503, 504 and 529 are retried.",
        "vendor's newest router guides; older pages say 429 only",
    ),
    _disputed(
        "retry-codes-429",
        "Without on_codes only 429 is retried.",
        "vendor's older router guides; the newest list seven statuses",
    ),
    _documented("backoff", "Before retry 1, 2, 3 … the router waits 1, 2, 4, 8, 16 s, each give or take 25 %."),
    _documented("retry-after", "A Retry-After from the provider is waited for instead of the backoff."),
    # Fallbacks
    _documented("fallback-codes-given", "Only the statuses in fallback_on_codes lead on to a fallback.", _HERE),
    _documented(
        "fallback-codes-default",
        "fallback_on_codes omitted or empty means 408, 429, 500, 502, 503, 504 and 529.",
        _HERE,
    ),
    _documented("fallback-order", "Fallbacks are asked in list order, each with its own retries and timeout."),
    _assumed("fallback-carry-over", "The other parameters go to a fallback unchanged."),
    # How it ends
    _documented("first-success", "The first success is the answer."),
    _documented("client-error-final", "400, 401 and 403 are never retried and never fall back."),
    _assumed("not-found-final", "A 404 from a provider ends the request, as an unknown model does."),
    _documented("timeouts-exhausted", "When the last attempt ran out of time the answer is 408.", _NEIGHBOUR),
    _assumed("last-error", "When every model failed the answer is the last error, with its status and body."),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _ALL})


def weakest(rules: Iterable[Rule]) -> Rule:
    """Return the rule for which a decision should be doubted: an assumption, else a disputed one, else the first."""
    return min(rules, key=lambda rule: (rule.documented, not rule.disputed))
