"""Seventh stage: how the request ended, as the headers of the response and, unless it was served, its error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from orq_ui.emulator.api_error import ApiError
from orq_ui.routing import CacheOutcome, Ledger

DEFAULT_RETRY_AFTER_S = 1
"""Sent with a 429 whose scenario does not say; the first documented backoff is as long."""
_NEVER_CALLED = frozenset({"malformed-model", "unknown-model"})
_ERRORS: Mapping[int, tuple[str, str, str]] = MappingProxyType(
    {
        400: ("invalid_request_error", "invalid_request_body", "did not accept the request"),
        401: ("authentication_error", "invalid_api_key", "did not accept the key"),
        402: ("billing_error", "quota_exceeded", "reports that the quota is used up"),
        403: ("permission_error", "insufficient_scope", "does not allow this"),
        404: ("not_found_error", "model_not_found", "does not have the model"),
        408: ("timeout_error", "request_timeout", "did not answer in time"),
        422: ("invalid_request_error", "guardrail", "was stopped by a guardrail"),
        429: ("rate_limit_error", "requests_per_minute_exceeded", "has had too many requests"),
        500: ("server_error", "internal_error", "failed"),
        502: ("server_error", "provider_error", "could not be reached"),
        503: ("server_error", "provider_overloaded", "is overloaded"),
        504: ("server_error", "provider_timeout", "did not answer its gateway in time"),
        529: ("server_error", "upstream_overloaded", "is overloaded upstream"),
    }
)


def response_headers(ledger: Ledger) -> dict[str, str]:
    """Return ``Cache-Status`` of RFC 9211, and ``retry-after`` in whole seconds with a 429 or where it is asked for."""
    headers = {"cache-status": f"orq; {_cache_status(ledger)}"}
    asked = ledger.verdict.retry_after_ms
    if ledger.verdict.status == 429 or asked is not None:
        headers["retry-after"] = str(DEFAULT_RETRY_AFTER_S if asked is None else math.ceil(asked / 1000))
    return headers


def error_of(ledger: Ledger) -> ApiError:
    """Return the error of a request that no model served, its headers included."""
    verdict = ledger.verdict
    kind, code, what = _ERRORS.get(verdict.status) or (
        ("server_error", "provider_error", "failed")
        if verdict.status >= 500
        else ("invalid_request_error", "provider_refused", "refused the request")
    )
    path = None
    if verdict.rule.id in _NEVER_CALLED:
        path, model = _failed_model(ledger)
        wrong = "does not exist" if verdict.status == 404 else "is not a model id of the form provider/model"
        message = f"{model[:100]!r} {wrong}."
    else:
        message = f"The provider of {ledger.attempts[-1].model[:100]} {what} (attempts: {len(ledger.attempts)})."
    return ApiError(
        status=verdict.status, message=message, type=kind, code=code, param=path, headers=response_headers(ledger)
    )


def _failed_model(ledger: Ledger) -> tuple[str, str]:
    """Return the path in the body of the model that could not be called, and the model."""
    policy, draw = ledger.policy, ledger.draw
    hop = ledger.attempts[-1].hop + 1 if ledger.attempts else 0
    if hop:
        return f"{policy.fallbacks.path}[{hop - 1}].model", policy.fallbacks.value[hop - 1]
    if draw is None:
        return "model", policy.model
    place = next(place for place, share in enumerate(draw.shares) if share.model == draw.model)
    return f"{policy.balancer.path}[{place}].model", draw.model


def _cache_status(ledger: Ledger) -> str:
    cache = ledger.cache
    stored = "; stored" if ledger.kept else ""
    match cache.outcome:
        case CacheOutcome.OFF:
            return "fwd=bypass"
        case CacheOutcome.HIT:
            return f"hit; ttl={int((cache.ttl_s or 0) - (cache.age_s or 0))}"
        case CacheOutcome.EXPIRED:
            return f"fwd=stale{stored}"
        case CacheOutcome.MISS:
            return f"fwd=miss{stored}"
