"""``GET /v3/traces/{id}`` and its spans: a request's ledger in the shape in which the router's traces are read.

The addresses, the fields and the names ``gen_ai.request.model``, ``gen_ai.response.model``,
``http.response.status_code`` and ``orq.load_balancer.selected_model`` are the vendor's. That calls for images have such
spans, one for each provider call, is assumed, and so are the other names below ``orq.load_balancer`` and
``orq.fallback``. What only the emulator knows is below ``emulator``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orq_ui.emulator.api_error import ApiError, bad_request, not_found
from orq_ui.emulator.header_stage import check_headers
from orq_ui.emulator.request_log import RequestRecord
from orq_ui.emulator.response_stage import usage_of
from orq_ui.emulator.state import emulator_of
from orq_ui.emulator.strict_json import json_response
from orq_ui.routing import Attempt, Ledger

TRACE_HEADER = "x-orq-trace-id"
NAME = "image_variation"
MAX_LIMIT = 1_000
DEFAULT_LIMIT = 100
_PADDING = "0" * 8
"""Makes a request's id of 24 digits a trace's id of 32."""
_GRPC_CODES = {400: 3, 401: 16, 404: 5}
"""The codes that the vendor's clients expect in an error of these addresses, by status."""
_UNDER_WAY = frozenset({"waiting", "playing"})


def trace_id_of(record_id: str) -> str:
    """Return the id of a request's trace."""
    return _PADDING + record_id


class Trace:
    """A request as a root span with one span below it for each provider call; one under way has none yet."""

    def __init__(self, record: RequestRecord) -> None:
        self.record = record
        self.id = trace_id_of(record.id)
        self.is_over = record.state not in _UNDER_WAY
        ended = record.played if self.is_over else max(0, record.played - 1)
        self.attempts = () if record.ledger is None else record.ledger.attempts[:ended]

    def to_json(self) -> dict[str, Any]:
        """Return the trace's summary."""
        root, record = self._root(), self.record
        models = list(dict.fromkeys(attempt.model for attempt in self.attempts))
        names = ("name", "operation", "status", "started_at", "ended_at", "duration_ms", "usage")
        return {
            "object": "trace",
            "trace_id": self.id,
            "root_span_id": root["span_id"],
            "leading_span_id": root["span_id"],
            "product": "router",
            "providers": list(dict.fromkeys(map(_provider, models))),
            "models": models,
            "attributes": self._root_attributes(record.ledger),
            **{name: root[name] for name in names if name in root},
        }

    def spans(self) -> list[dict[str, Any]]:
        """Return every span's summary, the root first, then the provider calls in their order."""
        return [self._root(), *(self._call(place, attempt) for place, attempt in enumerate(self.attempts, 1))]

    def attributes(self, place: int) -> dict[str, Any]:
        """Return the attributes of the span at this place of :meth:`spans`."""
        ledger = self.record.ledger
        if place == 0 or ledger is None:
            return self._root_attributes(ledger)
        return _call_attributes(self.attempts[place - 1], ledger)

    def _root(self) -> dict[str, Any]:
        record, model = self.record, self.record.model
        total_ms = None if record.ledger is None else record.ledger.verdict.total_ms
        failed = not self.is_over or record.status != 200
        return {
            **self._span(0, 0, total_ms if self.is_over else None),
            "type": "trace",
            "status": "running" if not self.is_over else "error" if failed else "ok",
            **({"model": model, "provider": _provider(model)} if isinstance(model, str) else {}),
            **({} if failed else {"usage": _usage(record)}),
            "has_children": bool(self.attempts),
            "level": 0,
        }

    def _call(self, place: int, attempt: Attempt) -> dict[str, Any]:
        return {
            **self._span(place, attempt.started_ms, attempt.duration_ms),
            "parent_span_id": self._span_id(0),
            "type": f"span.{NAME}",
            "status": "ok" if attempt.status == 200 else "error",
            "model": attempt.model,
            "provider": _provider(attempt.model),
            **({"usage": _usage(self.record)} if attempt.status == 200 else {}),
            "has_children": False,
            "level": 1,
        }

    def _span(self, place: int, started_ms: float, duration_ms: float | None) -> dict[str, Any]:
        """Return what each span has; one that is under way has no end. A value that is not there is left out."""
        began = datetime.fromtimestamp(self.record.received_at, UTC) + timedelta(milliseconds=started_ms)
        span = {
            "object": "span",
            "trace_id": self.id,
            "span_id": self._span_id(place),
            "name": NAME,
            "operation": NAME,
            "started_at": _rfc3339(began),
            "has_detail": True,
        }
        if duration_ms is None:
            return span
        return span | {"ended_at": _rfc3339(began + timedelta(milliseconds=duration_ms)), "duration_ms": duration_ms}

    def _span_id(self, place: int) -> str:
        return hashlib.blake2b(f"{self.id}/{place}".encode(), digest_size=8).hexdigest()

    def _root_attributes(self, ledger: Ledger | None) -> dict[str, Any]:
        record = self.record
        found: dict[str, Any] = {
            "gen_ai.operation.name": NAME,
            "gen_ai.request.model": record.model if isinstance(record.model, str) else None,
            "gen_ai.response.model": record.served_by if self.is_over else None,
            "http.response.status_code": record.status,
            "emulator.ledger": record.id,
            "emulator.seed": record.seed,
        }
        if ledger is not None:
            found |= _routing_attributes(ledger, len(self.attempts))
        return {name: value for name, value in found.items() if value is not None}


async def get_trace(request: Request) -> Response:
    """Return a trace's summary."""
    return json_response({"trace": _trace(request).to_json()})


async def list_spans(request: Request) -> Response:
    """Return a page of a trace's spans: ``limit`` of them, from the one that ``page_token`` names."""
    spans = _trace(request).spans()
    limit = _number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    start = _number(request, "page_token", 0, 0, len(spans))
    end = start + limit
    more = {"has_more": True, "next_page_token": str(end)} if end < len(spans) else {"has_more": False}
    return json_response({"object": "list", "data": spans[start:end], **more})


async def get_span(request: Request) -> Response:
    """Return a span with its attributes."""
    trace, span_id = _trace(request), request.path_params["span_id"]
    for place, span in enumerate(trace.spans()):
        if span["span_id"] == span_id:
            return json_response({"span": {"summary": span, "attributes": trace.attributes(place)}})
    raise not_found("There is no such span in this trace.")


def _routing_attributes(ledger: Ledger, begun: int) -> dict[str, Any]:
    """Return what is told of a whole request; fallbacks and load balancer only where it has them."""
    verdict, policy, draw = ledger.verdict, ledger.policy, ledger.draw
    found: dict[str, Any] = {
        "emulator.attempts": begun,
        "emulator.cache": ledger.cache.outcome,
        "emulator.reason": verdict.reason,
        "emulator.rule": verdict.rule.id,
        "emulator.rule.documented": verdict.rule.documented,
    }
    if draw is not None:
        found |= {"orq.load_balancer.type": "weight_based", "orq.load_balancer.selected_model": draw.model}
    if policy.fallbacks.value:
        hop = max((attempt.hop for attempt in ledger.attempts[:begun]), default=0)
        found |= {"orq.fallback.triggered": hop > 0, "orq.fallback.models": list(policy.fallbacks.value)}
        if hop:
            found["orq.fallback.model"] = policy.fallbacks.value[hop - 1]
    return found


def _call_attributes(attempt: Attempt, ledger: Ledger) -> dict[str, Any]:
    found: dict[str, Any] = {
        "gen_ai.operation.name": NAME,
        "gen_ai.request.model": ledger.policy.model,
        "gen_ai.response.model": attempt.model,
        "http.response.status_code": attempt.status,
        "emulator.attempt": attempt.number,
        "emulator.decision": attempt.decision,
        "emulator.reason": attempt.reason,
        "emulator.rule": attempt.rule.id,
        "emulator.rule.documented": attempt.rule.documented,
        "emulator.waited_ms": attempt.waited_ms,
    }
    if attempt.status != 200:
        del found["gen_ai.response.model"]
        found["error.type"] = str(attempt.status)
    if ledger.draw is not None and not attempt.hop:
        found["orq.load_balancer.selected_model"] = ledger.draw.model
    if attempt.hop:
        found |= {"orq.fallback.index": attempt.hop - 1, "orq.fallback.model": attempt.model}
    return found


def _trace(request: Request) -> Trace:
    emulator, trace_id = emulator_of(request), request.path_params["trace_id"]
    check_headers(request.headers, emulator.options.api_key)
    record = None
    if re.fullmatch(rf"{_PADDING}[0-9a-f]{{24}}", trace_id):
        record = emulator.request_log.get(trace_id.removeprefix(_PADDING))
    if record is None:
        raise not_found("There is no such trace, or it is gone.")
    return Trace(record)


def _number(request: Request, name: str, otherwise: int, least: int, most: int) -> int:
    """Return a whole number of the query; raises a 400 for any other text, or for one out of range."""
    text = request.query_params.get(name)
    if text is None:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise bad_request(f"{name} must be a whole number from {least} to {most}.", name)
    return int(text)


def _usage(record: RequestRecord) -> dict[str, int]:
    used = usage_of(record.body or {})
    names = {"prompt_tokens": "input_tokens", "completion_tokens": "output_tokens", "total_tokens": "total_tokens"}
    return {name: used[ours] for name, ours in names.items()}


def _provider(model: str) -> str:
    return model.partition("/")[0]


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _with_flat_errors(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Give an address the flat errors that the vendor's clients expect of it, the envelope beside them."""

    async def respond(request: Request) -> Response:
        try:
            return await answer(request)
        except ApiError as error:
            return error.response(message=error.message, code=_GRPC_CODES.get(error.status, 2), details=[])

    return respond


_PATH = "/v3/traces/{trace_id}"
ROUTES = [
    Route(_PATH, _with_flat_errors(get_trace), methods=["GET"]),
    Route(f"{_PATH}/spans", _with_flat_errors(list_spans), methods=["GET"]),
    Route(f"{_PATH}/spans/{{span_id}}", _with_flat_errors(get_span), methods=["GET"]),
]
