"""Runs every rule over one request."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import cache

from orq_ui.api import ImageVariationRequest, RouterOptions, fields_of
from orq_ui.imaging import Picture
from orq_ui.lint.context import Context
from orq_ui.lint.finding import SEVERITIES, Finding
from orq_ui.lint.registry import RULES
from orq_ui.routing import DEFAULT_SET, DEFAULTS, Defaults, Scenario
from orq_ui.wire import Connection


def check(
    request: ImageVariationRequest,
    picture: Picture | None,
    connection: Connection,
    *,
    now: date | None = None,
    defaults: Defaults = DEFAULTS[DEFAULT_SET],
    scenario: Scenario | None = None,
    listed: Collection[str] = (),
) -> list[Finding]:
    """Return every finding, the worst first and then in the contract's order of fields. Never raises.

    ``now`` is the day by which models count as retired; without it every model of the table does. ``defaults`` count
    where the request is silent, and ``scenario`` is what the emulator plays: it may say that a model does not exist.
    ``listed`` are the ids in the catalogue of the host; without them no model counts as missing there.
    """
    today = now.date() if isinstance(now, datetime) else now
    context = Context(
        request=request,
        picture=picture,
        connection=connection,
        now=today,
        defaults=defaults,
        scenario=scenario,
        listed=listed,
    )
    return sorted(_findings(context), key=_sort_key)


def _findings(context: Context) -> Iterator[Finding]:
    for rule in RULES.values():
        for hit in rule.check(context):
            basis = hit.basis or rule.basis
            severity = hit.severity or rule.severity
            yield Finding(
                rule=rule.id,
                severity=severity,
                path=hit.path,
                message=hit.message,
                source=basis.source,
                documented=basis.documented,
                fix=hit.fix,
            )


def _sort_key(finding: Finding) -> tuple[int, int, tuple[int, ...], str]:
    """Return what to sort by. Sorting is stable, so findings at one place stay in the registry's order."""
    name = re.sub(r"\[\d+\]", "", finding.path)
    order = field_order()
    while name and name not in order:
        name = name.rpartition(".")[0]
    rows = tuple(int(row) for row in re.findall(r"\[(\d{1,9})\]", finding.path))
    return SEVERITIES.index(finding.severity), order.get(name, len(order)), rows, finding.path


@cache
def field_order() -> dict[str, int]:
    """Map each field's dotted path to its place in reading order: the request's own fields come first."""
    own: list[str] = []
    shared: list[str] = []
    nested: list[str] = []
    for top in fields_of(ImageVariationRequest):
        part = nested if top.name == "orq" else shared if top.name in RouterOptions.model_fields else own
        part += [".".join(field.path) for field in top.walk()]
    return {path: number for number, path in enumerate([*own, *shared, *nested])}
