"""Sending a picture of 49 MB, against the vendor's own client doing the same; each send in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial

from bench.ratios import Row, interleave
from bench.servers import ROOT, running, stub_router

ROUNDS = 7


def measure(rounds: int | None) -> list[Row]:
    """Measure milliseconds of the call, and the most memory that the process held above what it held before."""
    memory: dict[str, list[float]] = {"ours": [], "sdk": []}

    def measured(client: str, url: str) -> float:
        found = _in_child(client, f"{url}/sink")
        memory[client].append(found["peak_mb"])
        return found["ms"]

    with running(stub_router()) as (url,):
        found = interleave(rounds or ROUNDS, {name: partial(measured, name, url) for name in memory})
    return [
        Row("send 49 MB, time", found["ours"], found["sdk"], "ms", 1.0),
        Row("send 49 MB, memory", memory["ours"], memory["sdk"], "MB", 1.0),
    ]


def _in_child(client: str, url: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.upload_child", client, url], cwd=ROOT, capture_output=True, check=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
