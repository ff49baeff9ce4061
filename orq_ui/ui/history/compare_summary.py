"""A comparison in a few sentences: how two runs are related, what was changed, how each ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from orq_ui.api import RouterOptions
from orq_ui.history import Run, StoredFile
from orq_ui.history.diff import Comparison
from orq_ui.history.diff.diff_rows import DiffRow
from orq_ui.imaging import MissingPicture
from orq_ui.routing.recorded_ledger import RecordedLedger, RecordedVerdict
from orq_ui.ui.scenarios.run_scenario import seed_of, story_of
from orq_ui.ui.text.error_messages import message_for
from orq_ui.ui.text.outcomes import RUN_STATES
from orq_ui.ui.text.quantities import duration, plural

MAX_NAMED = 4
"""Fields that are named; beyond that, their number is enough."""
IN_ORQ, AT_TOP = "in orq", "at top level"
ONE_RUN = "A and B are one and the same run."


def summary(first: Run, second: Run, found: Comparison) -> Iterator[str]:
    """Yield the sentences as plain text with others' words in it, to be escaped."""
    if first.id == second.id:
        yield ONE_RUN
        return
    yield from _relation(first, second)
    yield from _request(first, second, found)
    yield from _played(first, second)
    yield f"A: {ending(first)}"
    yield f"B: {ending(second)}"


def ending(run: Run) -> str:
    """Say how a run ended, such as ``openai/dall-e-2 failed (429, 429), then google/imagen answered after 2.1 s …``."""
    took = "" if run.duration_ms is None else f" after {duration(run.duration_ms)}"
    if run.state in ("sending", "interrupted", "cancelled"):
        return f"{RUN_STATES[run.state]}{took}."
    why = "" if run.error is None else f": {message_for(run.error).title}"
    ledger = None if run.ledger is None else RecordedLedger.read(run.ledger)
    if ledger is not None and ledger.verdict is not None:
        # What a model answered may still be of no use.
        unread = why if ledger.verdict.served is not None else ""
        return f"{_routed(ledger, ledger.verdict, took)}{_came(run) or unread}."
    if run.served is not None:
        return f"{run.served} answered{took}{_came(run)}."
    return f"{'answered' if run.state == 'done' else 'no picture'}{took}{_came(run) or why}."


def _routed(ledger: RecordedLedger, verdict: RecordedVerdict, took: str) -> str:
    if ledger.cache.outcome == "hit":
        return f"the cache answered{took}, with what {verdict.served} had made"
    if not ledger.attempts:
        return f"no model was asked, the router answered {verdict.status} by itself{took}"
    asked = [(model, [row.status for row in rows]) for model, rows in groupby(ledger.attempts, lambda row: row.model)]
    steps = [f"{model} failed ({', '.join(map(str, statuses))})" for model, statuses in asked]
    if verdict.served is None:
        return f"{', then '.join(steps)}, and the router answered {verdict.status}{took}"
    model, statuses = asked[-1]
    return ", then ".join([*steps[:-1], f"{model} answered{_tries(statuses)}{took}"])


def _tries(statuses: list[int]) -> str:
    return f" at try {len(statuses)} ({', '.join(map(str, statuses[:-1]))} before it)" if len(statuses) > 1 else ""


def _came(run: Run) -> str:
    if run.state != "done":
        return ""
    unshown = sum(isinstance(result, StoredFile) for result in run.results)
    lost = sum(isinstance(result, MissingPicture) for result in run.results) - unshown
    missing = f", {lost} of them missing" if lost else ""
    kept = f", {unshown} of them kept but not shown" if unshown else ""
    return f": {plural(len(run.results), 'picture')}{missing}{kept}"


def _relation(first: Run, second: Run) -> Iterator[str]:
    for (one, letter), (two, other) in (((first, "A"), (second, "B")), ((second, "B"), (first, "A"))):
        parent = two.parent
        if parent is None or parent.run_id != one.id:
            continue
        if parent.link == "replay":
            yield f"{other} is {letter} sent again."
        else:
            which = "a picture" if parent.place is None else f"picture {parent.place + 1}"
            yield f"{other} was made from {which} of {letter}."


def _request(first: Run, second: Run, found: Comparison) -> Iterator[str]:
    if first.sent.digest == second.sent.digest:
        hosts = ", to different hosts" if _host(found) else ""
        yield f"Both have the same request, byte for byte{hosts}."
        return
    others = [*_fields(found.request)]
    if _source(first) != _source(second):
        others.insert(0, "the picture")
    if _host(found):
        others.append("the host")
    if not others:
        yield "The fields are the same; the bytes on the wire are not."
        return
    shown = others[:MAX_NAMED] if len(others) > MAX_NAMED + 1 else others
    more = [] if len(shown) == len(others) else [f"{len(others) - len(shown)} more"]
    yield f"The requests differ in {_listed([*shown, *more])}."
    yield from _two_places(first, second)


def _played(first: Run, second: Run) -> Iterator[str]:
    one, two = (f"“{story}”" if (story := story_of(run)) else "no story" for run in (first, second))
    if first.emulated and second.emulated and one != two:
        yield f"The emulator played {one} for A and {two} for B."
    seeds = seed_of(first), seed_of(second)
    if None not in seeds and seeds[0] != seeds[1]:
        yield f"A had seed {seeds[0]} and B had seed {seeds[1]}, so chance may have played out differently."


def _fields(rows: tuple[DiffRow, ...]) -> Iterator[str]:
    """Yield the paths that differ, without those inside another one that differs."""
    names = {row.what for row in rows}
    for row in rows:
        parent, dot, _ = row.what.rpartition(".")
        if not (dot and parent in names):
            yield row.what


def _two_places(first: Run, second: Run) -> Iterator[str]:
    """Yield which options one run has in ``orq`` only and the other at top level only."""
    for here, there in ((IN_ORQ, AT_TOP), (AT_TOP, IN_ORQ)):
        moved = [
            name
            for name in RouterOptions.model_fields
            if (_places(first, name), _places(second, name)) == ({here}, {there})
        ]
        if moved:
            yield f"{_listed(moved)} {'is' if len(moved) == 1 else 'are'} {here} in A and {there} in B."


def _places(run: Run, name: str) -> set[str]:
    nested = run.request.get("orq")
    places = {AT_TOP: run.request, IN_ORQ: nested if isinstance(nested, Mapping) else {}}
    return {place for place, options in places.items() if name in options}


def _source(run: Run) -> str | None:
    return None if run.source is None else run.source.sha256


def _host(found: Comparison) -> bool:
    return any(row.what == "host" and not row.volatile for row in found.wire)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
