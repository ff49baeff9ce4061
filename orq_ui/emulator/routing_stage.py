"""Fifth stage: the router's rules decide everything that will happen, before anything does."""

from __future__ import annotations

from typing import Any

from orq_ui.emulator.api_error import bad_request
from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.emulator.options import Options
from orq_ui.emulator.response_cache import ResponseCache
from orq_ui.errors import InvalidInput
from orq_ui.routing import Defaults, Ledger, Policy, Scenario, route


def route_request(
    body: dict[str, Any],
    picture: str,
    scenario: Scenario,
    defaults: Defaults,
    seed: int,
    options: Options,
    cache: ResponseCache,
) -> Ledger:
    """Return the ledger of a body that keeps the contract; ``picture`` is the SHA-256 of the uploaded bytes.

    Raises a 400 for what the contract's schema cannot say, such as half a retry.
    """
    try:
        policy = Policy.from_body(body, defaults, picture=picture)
    except InvalidInput as reason:
        raise bad_request(f"Invalid value: {reason.path} {reason.reason}.", reason.path) from reason
    if options.strict_models:
        scenario = scenario.limited_to(CATALOGUE)
    # Scripts start anew with each request, so that the same request tells the same story.
    return route(policy, scenario, seed, cache.entries() if policy.cache_ttl_s.value is not None else ())
