"""What only the emulator refuses: bounds of its own, where the contract has none."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from orq_ui.api import ImageVariationRequest, Kind, dotted, fields_of
from orq_ui.errors import InvalidInput
from orq_ui.json_safety import escape_surrogates, nests_deeper
from orq_ui.lint.context import Context
from orq_ui.lint.messages import parse_path, quote
from orq_ui.lint.received import misplaced_names
from orq_ui.lint.registry import ASSUMPTION, Hit, rule
from orq_ui.routing import Policy

MAX_ROWS = 500
MAX_LEVELS = 64
MAX_DIGITS = 40
MAX_FIELD = 1_000_000
_LISTS = tuple(
    ".".join(member.path)
    for top in fields_of(ImageVariationRequest)
    for member in top.walk()
    if member.kind in (Kind.OBJECTS, Kind.CODES, Kind.TEXTS, Kind.PAIRS) and member.max_items is None
)


@rule("emulator-limits", "error", ASSUMPTION)
def emulator_limits(context: Context) -> Iterator[Hit]:
    """Find what is too long, too deep or too large for the emulator; the live router's own bounds are not known."""
    if context.is_live:
        return
    for place in _LISTS:
        rows = context.at(parse_path(place))
        if isinstance(rows, list) and len(rows) > MAX_ROWS:
            yield Hit(place, f"{place} has {len(rows):,} entries; the emulator takes at most {MAX_ROWS}.")
    for name, value in context.body.items():
        if name != "image" and value is not None and (reason := _too_large(name, value)):
            yield Hit(name, f"The emulator refuses this field: {reason}.")
    for name in misplaced_names(context.body):
        yield Hit(dotted((name,)), f"{quote(name)} is bracket notation for a place that does not fit the other fields.")
    for path, model in context.named_models():
        # At top level it is sent as text, which has no lone surrogate.
        if len(path) > 1 and isinstance(model, str) and escape_surrogates(model) != model:
            yield Hit(dotted(path), f"{quote(model)} has half of a character, which the emulator refuses.")
    yield from _unreadable(context)


def _unreadable(context: Context) -> Iterator[Hit]:
    """Yield what the contract allows and the router's rules cannot read, such as a timeout of a million years."""
    try:
        Policy.from_body(context.received)
    except InvalidInput as refusal:
        path = parse_path(refusal.path)
        if not any(path[: len(other)] == other for other in map(parse_path, (each.path for each in context.refusals))):
            yield Hit(refusal.path, f"{refusal.path} {refusal.reason} for the emulator.")


def _too_large(name: str, value: Any) -> str | None:
    if not name:
        return "it has no name"
    if nests_deeper(value, MAX_LEVELS):
        return f"it is nested on more than {MAX_LEVELS} levels"
    # A plain value at top level is text, whatever it is; the rest is JSON.
    size, is_json = 0, isinstance(value, dict | list)
    rest = [value]
    while rest:
        value = rest.pop()
        if isinstance(value, dict):
            rest += value.values()
            size += sum(map(len, value))
        elif isinstance(value, list):
            rest += value
        elif isinstance(value, str):
            size += len(value)
        elif is_json and isinstance(value, float) and not isfinite(value):
            return f"{value} is no JSON"
        elif is_json and isinstance(value, int) and not -(10 ** (MAX_DIGITS - 1)) < value < 10**MAX_DIGITS:
            return f"it has a number of more than {MAX_DIGITS} characters"
    return f"it has more than {MAX_FIELD:,} characters" if size > MAX_FIELD else None
