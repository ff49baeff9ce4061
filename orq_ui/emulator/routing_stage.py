"""Fifth stage: the router's rules decide everything that will happen, before anything does."""

from __future__ import annotations

from typing import Any

from orq_ui.emulator.api_error import bad_request
from orq_ui.emulator.catalogue import CATALOGUE
from orq_ui.emulator.request_log import RequestRecord
from orq_ui.emulator.state import Emulator
from orq_ui.errors import InvalidInput
from orq_ui.routing import Defaults, Ledger, Policy, Scenario, route


def route_request(
    emulator: Emulator,
    record: RequestRecord,
    body: dict[str, Any],
    picture: str,
    scenario: Scenario,
    defaults: Defaults,
) -> Ledger:
    """Return the ledger of a body that keeps the contract; ``picture`` is the SHA-256 of the uploaded bytes.

    Raises a 400 for what the contract's schema cannot say, such as half a retry.
    """
    try:
        policy = Policy.from_body(body, defaults, picture=picture)
    except InvalidInput as reason:
        raise bad_request(f"Invalid value: {reason.path} {reason.reason}.", reason.path) from reason
    existing = scenario.limited_to(CATALOGUE) if emulator.options.strict_models else scenario
    stored = emulator.response_cache.entries() if policy.cache_ttl_s.value is not None else ()
    record.script_positions = emulator.script_positions.found_in(scenario)
    ledger = route(policy, existing, record.seed or 0, stored, record.script_positions)
    emulator.script_positions.advance(scenario, ledger)
    return ledger
