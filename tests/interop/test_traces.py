"""The vendors' clients read the emulator's traces, each by its own models."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from orq_ai_sdk import Orq
from orq_ai_sdk.models import ErrorResponse

from tests.emulator.harness import Send, picture_bytes, sender
from tests.interop.emulator_probe import EmulatorProbe

STORY = {
    "x-emulator-scenario": json.dumps(
        {"models": {"emulator/riso": {"latency_ms": 5, "script": [429]}, "emulator/neon": {"latency_ms": 7}}}
    )
}
FALLBACK = json.dumps([{"model": "emulator/neon"}])
SCRIPT = """
const { readFileSync } = require("fs");
const { Orq } = require("@orq-ai/node");
const { url, traceId } = JSON.parse(readFileSync(0, "utf8"));
const { traces } = new Orq({ apiKey: "a-key", serverURL: url });
(async () => {
  const trace = await traces.get({ traceId });
  const spans = await traces.listSpans({ traceId, limit: 2 });
  const details = [];
  for (const span of spans.data) details.push(await traces.getSpan({ traceId, spanId: span.spanId }));
  const missing = await traces.get({ traceId: "0".repeat(32) }).catch((error) => error.statusCode);
  console.log(JSON.stringify({ trace, spans, details, missing }));
})();
"""


@pytest.fixture
def send(probe: EmulatorProbe) -> Send:
    """Send requests to the emulator that the clients read."""
    return sender(probe.http, picture_bytes())


@pytest.fixture
def orq(probe: EmulatorProbe) -> Iterator[Orq]:
    """Yield the Python client."""
    with httpx.Client(trust_env=False) as http, Orq(api_key="a-key", server_url=probe.address, client=http) as made:
        yield made


def test_the_python_client_reads_a_trace(orq: Orq, send: Send) -> None:
    """Trace, spans and each span are what its models expect, whatever the end."""
    for fields, count in (({"fallbacks": FALLBACK}, 3), ({}, 2), ({"n": "99"}, 1)):
        reply = send(headers=STORY, **fields)
        trace_id = reply.headers["x-orq-trace-id"]
        trace = orq.traces.get(trace_id=trace_id).trace
        spans = orq.traces.list_spans(trace_id=trace_id, limit=10).data

        assert trace is not None
        assert spans is not None
        assert (trace.trace_id, trace.object) == (trace_id, "trace")
        assert len(spans) == count
        for span in spans:
            assert span.span_id is not None
            found = orq.traces.get_span(trace_id=trace_id, span_id=span.span_id).span
            assert found is not None
            assert found.summary == span


def test_the_python_client_reads_what_is_not_there(orq: Orq) -> None:
    """An unknown trace is the error that its models know."""
    with pytest.raises(ErrorResponse, match="no such trace") as refused:
        orq.traces.get(trace_id="0" * 32)

    assert (refused.value.status_code, refused.value.data.code) == (404, 5)


def test_the_typescript_client_reads_a_trace(
    probe: EmulatorProbe, send: Send, node_modules: Path, tmp_path: Path
) -> None:
    """Its schemas accept trace, spans and span, and its error has the status."""
    trace_id = send(headers=STORY, fallbacks=FALLBACK).headers["x-orq-trace-id"]
    done = subprocess.run(  # noqa: S603
        ["node", "-e", SCRIPT],  # noqa: S607
        cwd=tmp_path,
        env={**os.environ, "NODE_PATH": str(node_modules)},
        input=json.dumps({"url": probe.address, "traceId": trace_id}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)

    assert (told["trace"]["trace"]["traceId"], told["trace"]["trace"]["status"]) == (trace_id, "ok")
    assert told["trace"]["trace"]["models"] == ["emulator/riso", "emulator/neon"]
    assert (told["spans"]["hasMore"], told["spans"]["nextPageToken"]) == (True, "2")
    assert [span["span"]["summary"]["status"] for span in told["details"]] == ["ok", "error"]
    assert told["missing"] == 404
