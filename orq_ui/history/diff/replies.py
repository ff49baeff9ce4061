"""What came back in two runs: state, status, error, headers, fields, pictures, timings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from orq_ui.history.diff.diff_rows import (
    DiffRow,
    by_occurrence,
    differing_rows,
    json_rows,
    numbered,
    short_hash,
    without_number,
)
from orq_ui.history.error_json import error_to_json
from orq_ui.history.run import Run, StoredFile, StoredPicture

VOLATILE_HEADERS = frozenset(
    {
        "age",
        "cf-ray",
        "content-length",
        "date",
        "server-timing",
        "set-cookie",
        "traceparent",
        "x-amzn-trace-id",
        "x-emulator-ledger",
        "x-emulator-seed",
        "x-envoy-upstream-service-time",
        "x-orq-trace-id",
        "x-response-time",
        "x-runtime",
    }
)
VOLATILE_ENDINGS = ("request-id", "correlation-id")
VOLATILE_FACTS = frozenset({"error.trace_id", "response.created"})


def reply_rows(first: Run, second: Run) -> Iterator[DiffRow]:
    """Yield rows from what matters most to the timings, which are never the same twice."""
    yield from differing_rows(_outcome(first), _outcome(second))
    yield from map(_marked, differing_rows(_error(first), _error(second)))
    yield from differing_rows(_results(first), _results(second))
    yield from map(_marked, json_rows("", _response(first), _response(second)))
    yield from map(_marked, differing_rows(_headers(first), _headers(second)))
    for row in differing_rows(_timings(first), _timings(second)):
        yield replace(row, volatile=True)


def _outcome(run: Run) -> dict[str, str]:
    facts = {"state": run.state, "HTTP status": run.status, "model that served": run.served}
    return {name: str(fact) for name, fact in facts.items() if fact is not None}


def _response(run: Run) -> dict[str, Any]:
    """Return nothing at all without a reply; one may be empty, too."""
    return {} if run.response is None else {"response": dict(run.response)}


def _error(run: Run) -> dict[str, str]:
    if run.error is None:
        return {}
    facts = error_to_json(run.error)
    shown = {"error": facts.pop("kind")}
    # They have rows of their own, as those of a success.
    facts.pop("headers", None)
    known = {f"error.{name}": fact for name, fact in facts.items() if fact is not None}
    return shown | {name: json.dumps(fact, ensure_ascii=False) for name, fact in known.items()}


def _headers(run: Run) -> dict[str, str]:
    pairs = run.headers or getattr(run.error, "headers", ())
    found = by_occurrence((name.lower(), value) for name, value in pairs)
    return {f"header {numbered(*key)}": value for key, value in found.items()}


def _results(run: Run) -> dict[str, str]:
    shown = {}
    for result in run.results:
        if isinstance(result, StoredPicture):
            size = f"{result.width} × {result.height}"
            told = f"{result.media_type}, {size}, {result.size:,} bytes, {short_hash(result.sha256)}"
        elif isinstance(result, StoredFile):
            facts = f"{result.size:,} bytes, {short_hash(result.sha256)}"
            told = f"not shown: {_because(result.reason, result.detail)}, {facts}"
        else:
            told = f"lost: {_because(result.reason, result.detail)}"
        shown[f"result {result.place + 1}"] = told
    odd = by_occurrence((_subject(place), _because(*why)) for place, *why in run.notes)
    return shown | {numbered(*key): why for key, why in odd.items()}


def _subject(place: int | None) -> str:
    return "note on the reply" if place is None else f"note on result {place + 1}"


def _because(reason: str, detail: str) -> str:
    return f"{reason} ({detail})" if detail else reason


def _timings(run: Run) -> dict[str, str]:
    took = {} if run.duration_ms is None else {"whole call": run.duration_ms}
    return {f"time · {phase}": f"{value:,.0f} ms" for phase, value in {**took, **run.timings}.items()}


def _marked(row: DiffRow) -> DiffRow:
    """Mark a row as volatile where it is; that one side has none at all is news."""
    name = without_number(row.what.removeprefix("header "))
    changing = (
        row.what in VOLATILE_FACTS
        or (row.what.startswith("response.data[") and row.what.endswith("].url"))
        or (row.what.startswith("header ") and (name in VOLATILE_HEADERS or name.endswith(VOLATILE_ENDINGS)))
    )
    return replace(row, volatile=changing and row.two_sided)
