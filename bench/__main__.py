"""``python -m bench``: measure, print a table, write JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench import cold_start, edit, emulator, history_read, history_write, many_sessions, show_results, upload
from bench.ratios import Row

BENCHMARKS: dict[str, Callable[[int | None], list[Row]]] = {
    "cold-start": cold_start.measure,
    "edit": edit.measure,
    "upload": upload.measure,
    "show-results": show_results.measure,
    "emulator": emulator.measure,
    "history-write": history_write.measure,
    "history-read": history_read.measure,
    "many-sessions": many_sessions.measure,
}
LATEST = Path(__file__).parent / "results" / "latest.json"


def main() -> None:
    """Run the chosen benchmarks, one after the other."""
    parser = argparse.ArgumentParser("python -m bench", description="Measure speed as ratios against plain baselines.")
    every = list(BENCHMARKS)
    parser.add_argument(
        "--only", type=lambda text: text.split(","), default=every, metavar="A,B", help=", ".join(every)
    )
    parser.add_argument("--rounds", type=int, help="rounds of each benchmark; by default as many as each needs")
    parser.add_argument("--json", type=Path, default=LATEST, metavar="FILE", help="where to write all samples")
    given = parser.parse_args()
    if unknown := set(given.only) - set(BENCHMARKS):
        parser.error(f"no {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    rows: list[Row] = []
    print(HEAD, flush=True)
    for name in given.only:
        found = BENCHMARKS[name](given.rounds)
        rows += found
        print("\n".join(_line(row) for row in found), flush=True)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps({"when": _now(), "machine": _machine(), "rows": [_entry(row) for row in rows]}))


HEAD = f"{'':36} {'ours':>9} {'baseline':>9} {'':6} {'ratio':>6} {'quartiles':>15} {'p95':>6}  target"


def _line(row: Row) -> str:
    low, high = row.spread
    tail = "" if row.p95_ratio is None else f"{row.p95_ratio:.2f}"
    target = ""
    if row.target is not None:
        target = f"{'≥' if row.at_least else '≤'} {row.target:g} {'met' if row.met else 'MISSED'}"
    return (
        f"{row.name:36} {median(row.ours):9.1f} {median(row.baseline):9.1f} {row.unit:6} {row.ratio:6.2f} "
        f"{f'{low:.2f}–{high:.2f}':>15} {tail:>6}  {target}"
    )


def _entry(row: Row) -> dict[str, object]:
    return {**asdict(row), "ratio": row.ratio, "p95_ratio": row.p95_ratio, "spread": row.spread, "met": row.met}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
