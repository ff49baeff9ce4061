"""Keys that the contract does not name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from orq_ui.api import ImageVariationRequest, dotted, fields_of, unknown_keys
from orq_ui.api.bracket_notation import split_name
from orq_ui.lint.context import Context
from orq_ui.lint.fix import REMOVE, Edit, Fix, Path
from orq_ui.lint.messages import quote
from orq_ui.lint.received import bracket_names, misplaced_names
from orq_ui.lint.registry import ASSUMPTION, ENDPOINT, RULES, Basis, Hit, rule
from orq_ui.lint.spelling import Intended, intended_field

_BRACKETS = Basis("OpenAI's Python client writes it so; the emulator reads it", False)
_FIELDS = frozenset(field.name for field in fields_of(ImageVariationRequest)) - {"image"}
_MOST_LOOKED_UP = 20
"""Keys that are compared with the contract's; a body could hold any number of others."""


@rule("unknown-key", "info", ENDPOINT)
def unknown_key(context: Context) -> Iterator[Hit]:
    """Find keys that the contract does not name; they are sent, and one that is misspelt has no effect."""
    unknown = unknown_keys(context.request)
    errors = _errors(context) if unknown else 0
    for number, path in enumerate(unknown):
        place = dotted(path)
        if len(path) == 1 and (root := split_name(str(path[0])))[1:] and root[0] in _FIELDS:
            yield _bracket_notation(context, place, root[0])
            continue
        meant = intended_field(path) if number < _MOST_LOOKED_UP else None
        if meant is None or (meant.is_slip and context.at(meant.path) is not None):
            yield Hit(place, f"The contract has no {quote(place)}; it is sent as it is.")
            continue
        message = f"The contract has no {quote(place)}, so the router ignores it; {dotted(meant.path)} may be meant."
        yield Hit(place, message, _moved(context, path, meant, errors), "warning", ASSUMPTION)


def _bracket_notation(context: Context, place: str, field: str) -> Hit:
    """Say that a form has such a name for a place inside of a field; the fix writes the field as JSON."""
    read, names = context.received.get(field), bracket_names(context.body, field)
    fix = Fix(f"Write {field} as it is read", (*(Edit((name,), REMOVE) for name in names), Edit((field,), read)))
    is_whole = isinstance(read, dict | list) and not misplaced_names(context.body)
    message = f"{quote(place)} is bracket notation: from the form it is read as a place inside of {field}."
    return Hit(place, message, fix if is_whole else None, "warning", _BRACKETS)


def _moved(context: Context, path: Path, meant: Intended, errors: int) -> Fix | None:
    """Make the fix that gives a value the name that is meant; None where that would add an error to so many."""
    right, value = meant.path, context.at(path)
    if context.at(right) is not None or not isinstance(context.at(right[:-1]) or {}, dict):
        return None
    if meant.factor != 1:
        if not isinstance(value, int | float) or isinstance(value, bool) or abs(value) > 1e15:
            return None
        value = round(value * meant.factor, 6)
        value = int(value) if value.is_integer() else value
    verb = "Rename it to" if path[:-1] == right[:-1] else "Move it to"
    fix = Fix(f"{verb} {dotted(right)}", (Edit(path, REMOVE), Edit(right, value)))
    # Under its right name the value is checked for the first time.
    fixed = replace(context, request=type(context.request).as_is(fix.apply(context.body)))
    return fix if _errors(fixed) <= errors else None


def _errors(context: Context) -> int:
    hits = (hit for rule in RULES.values() if rule.severity == "error" for hit in rule.check(context))
    return sum(hit.severity in (None, "error") for hit in hits)
