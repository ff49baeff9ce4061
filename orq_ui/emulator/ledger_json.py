"""The ledger of a request as JSON: as routing writes it, with what only the emulator knows around it."""

from __future__ import annotations

import hashlib
from typing import Any

from orq_ui.emulator.request_log import RequestRecord
from orq_ui.emulator.script_positions import played_scripts
from orq_ui.routing import built_in_name

_UNROUTED: dict[str, Any] = {
    "policy": None,
    "cache": None,
    "draw": None,
    "attempts": [],
    "verdict": None,
    "rules": {},
}
"""The ledger of a request that was refused before any routing, such as one without a key."""


def ledger_json(record: RequestRecord) -> dict[str, Any]:
    """Return the whole ledger. ``digest`` is the SHA-256 of its canonical JSON, without what differs by request.

    ``attempts`` is what the rules foresee, ``played`` how many of them were really begun: fewer while the request is
    under way, and when the client left. ``script_positions`` is how many outcomes of each model's script earlier
    requests had played, ``scripts`` what this one played of them.
    """
    ledger, scenario = record.ledger, record.scenario
    scripts = [] if ledger is None or scenario is None else played_scripts(scenario, ledger, record.script_positions)
    return {
        **_common(record),
        "notes": record.notes,
        "stand_ins": record.stand_ins,
        "error": record.error,
        "script_positions": record.script_positions,
        "scripts": scripts,
        "digest": None if ledger is None else hashlib.sha256(ledger.to_json().encode()).hexdigest(),
        **(_UNROUTED if ledger is None else ledger.to_dict()),
    }


def ledger_row(record: RequestRecord) -> dict[str, Any]:
    """Return one row of the list of ledgers."""
    ledger = record.ledger
    row = {**_common(record), "model": record.model, "served_by": record.served_by}
    if ledger is None:
        return {**row, "attempts": 0, "total_ms": None, "cache": None, "difference": None, "rule": None, "reason": None}
    verdict = ledger.verdict
    return {
        **row,
        "attempts": len(ledger.attempts),
        "total_ms": verdict.total_ms,
        "cache": ledger.cache.outcome,
        "difference": verdict.difference,
        "rule": verdict.rule.id,
        "reason": verdict.reason,
    }


def _common(record: RequestRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "request_id": record.id,
        "received_at": record.received_at,
        "seed": record.seed,
        "scenario": None if record.scenario is None else built_in_name(record.scenario),
        "state": record.state,
        "status": record.status,
        "played": record.played,
    }
