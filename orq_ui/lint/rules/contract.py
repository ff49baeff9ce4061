"""What the contract refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, Problem, dotted, fields_of
from orq_ui.lint.context import LEVELS, Context
from orq_ui.lint.fix import REMOVE, Edit, Fix, Path
from orq_ui.lint.messages import join_words, parse_path, quote_json
from orq_ui.lint.received import as_number
from orq_ui.lint.registry import ASSUMPTION, ENDPOINT, Hit, rule
from orq_ui.lint.rules.balancer import proportional
from orq_ui.lint.spelling import intended_choice

_INTEGERS = frozenset({"fallback_on_codes"})
"""Of these the description says integer; of the other counts and statuses it says number."""
MAX_SHOWN = 8
_FIELDS = {member.path: member for top in fields_of(ImageVariationRequest) for member in top.walk()}


@rule("contract", "error", ENDPOINT)
def contract(context: Context) -> Iterator[Hit]:
    """Find values that are out of range, of the wrong type, or missing."""
    problems = [problem for problem in context.problems if not _is_fraction(context, problem)]
    refused = [problem for problem in context.refusals if not _is_fraction(context, problem)]
    written, received = _Places(problems), _Places(refused)
    weights: dict[Path, Fix | None] = {}
    for problem in problems:
        path = parse_path(problem.path)
        if received.touch(path):
            is_weight = path[-1] == "weight" and not isinstance(context.at(path), str | None)
            fix = _weighed(context, path, weights) if is_weight else _corrected(context, path)
            yield Hit(problem.path, f"{problem}{_why_no_fix(problem, fix)}.", fix)
        elif problem not in refused:
            yield _lost_in_form(context, problem)
    for problem in refused:
        if not written.touch(parse_path(problem.path)):
            yield Hit(_written_path(context, problem.path), f"{problem}.")


@rule("whole-number", "error", ASSUMPTION)
def whole_number(context: Context) -> Iterator[Hit]:
    """Find counts and statuses with a fraction; an option that another level overrides is not read."""
    for problem in filter(lambda problem: _is_fraction(context, problem), context.refusals):
        path = parse_path(problem.path)
        place, is_integer = _written_path(context, problem.path), _names(path)[-1] in _INTEGERS
        reading = "" if is_integer else "; the description only says number"
        is_scalar = place == problem.path and isinstance(path[-1], str)
        yield Hit(
            place,
            f"{problem}{reading}.",
            _rounded(path, context.received_at(path)) if is_scalar else None,
            severity="warning" if _is_overridden(context, path) else None,
            basis=ENDPOINT if is_integer else None,
        )


def _is_fraction(context: Context, problem: Problem) -> bool:
    """Return whether a value is refused only because it is not whole."""
    path = parse_path(problem.path)
    field, value = _FIELDS.get(_names(path)), context.received_at(path)
    if field is None or field.kind not in (Kind.INTEGER, Kind.CODES) or _exceeded(field, value) is not None:
        return False
    return isinstance(value, float) and isfinite(value) and not value.is_integer()


def _is_overridden(context: Context, path: Path) -> bool:
    """Return whether a field of ``orq.retry`` is not read, since it is at top level too."""
    if path[:2] != ("orq", "retry"):
        return False
    counts = context.effective("retry", str(path[2]))
    return counts is not None and not counts.path.startswith("orq.")


class _Places:
    """Where problems are. A place touches them that is one of these, inside of one, or around one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._at = {parse_path(problem.path) for problem in problems}
        self._around = {path[:end] for path in self._at for end in range(1, len(path))}

    def touch(self, path: Path) -> bool:
        return path in self._around or any(path[:end] in self._at for end in range(1, len(path) + 1))


def _written_path(context: Context, path: str) -> str:
    """Return the nearest place that is in the body as it is written; a missing field's place is inside of one."""
    steps = parse_path(path)
    while steps[:-1] and not isinstance(context.at(steps[:-1]), dict | list):
        steps = steps[:-1]
    if steps[:-1] and isinstance(steps[-1], int) and not isinstance(context.at(steps[:-1]), list):
        steps = steps[:-1]
    return dotted(steps)


def _lost_in_form(context: Context, problem: Problem) -> Hit:
    """Say that a value is wrong in JSON, and that the form carries none of it."""
    path = parse_path(problem.path)
    field = (path[0],)
    if context.at(field) is None:
        message, fix = f"{problem.path} is null; a form has no null, so it is not sent.", Edit(field, REMOVE)
        return Hit(problem.path, message, Fix("Leave it out", (fix,)), "info", ASSUMPTION)
    read = context.received_at(field)
    message = f"{problem}; a form carries texts alone, so {field[0]} is read as {quote_json(read)}."
    fix = Edit(field, read)
    return Hit(problem.path, message, Fix("Write it as it is read", (fix,)), "info", ASSUMPTION)


def _why_no_fix(problem: Problem, fix: Fix | None) -> str:
    is_limit = problem.path.endswith(".weight") and problem.reason.startswith(("must be at most", "must be at least"))
    return "" if fix or not is_limit else "; no weights within the limits have this ratio"


def _corrected(context: Context, path: Path) -> Fix | None:
    """Make the fix with the value that is meant, or the nearest that the contract allows, where there is just one."""
    field, value = _FIELDS.get(_names(path)), context.at(path)
    if field is None:
        return None
    if isinstance(path[-1], int):
        return _only_statuses(context, path[:-1], field) if field.kind is Kind.CODES else None
    if field.choices and (value is not None or field.kind is Kind.CONSTANT):
        choice = intended_choice(value, field.choices, only=field.kind is Kind.CONSTANT)
        is_missing = value is None and field.required and field.kind is Kind.CONSTANT
        choice = field.choices[0] if is_missing else choice
        return Fix(f"Use {choice}", (Edit(path, choice),)) if choice else None
    if value is None:
        is_null = not field.required and path[-1] in (context.at(path[:-1]) or {})
        return Fix("Leave it out", (Edit(path, REMOVE),)) if is_null else None
    if field.unique and isinstance(value, list):
        return _unique(path, value)
    return _within_limits(context, path, field, value) if field.is_number else None


def _weighed(context: Context, path: Path, known: dict[Path, Fix | None]) -> Fix | None:
    """Return the one fix of all weights of a list; ``known`` has those that were made before."""
    place = path[:-2]
    if place not in known:
        known[place] = proportional(context, place)
    return known[place]


def _within_limits(context: Context, path: Path, field: Field, value: Any) -> Fix | None:
    if isinstance(value, str):
        number = as_number(value)
        is_whole = number is None or field.kind is Kind.NUMBER or number == number // 1
        is_fine = number is not None and is_whole and _exceeded(field, number) is None
        return Fix(f"Use {number:g}", (Edit(path, number),)) if is_fine else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if value == 0 and len(path) > 1:
        # No retry, no cache: what nothing at all means too, unless a request without retry is said to have some.
        is_same = field.name == "ttl" or (field.name == "count" and not context.defaults.retry_omitted.value)
        return _left_out(context, path) if is_same else None
    nearest = _exceeded(field, value)
    # A limit of a millisecond would end every attempt.
    return None if nearest is None or field.name == "call_timeout" else Fix(f"Use {nearest:,g}", (Edit(path, nearest),))


def _left_out(context: Context, path: Path) -> Fix:
    option = str(path[-2])
    counts = context.effective(option, str(path[-1]))
    if counts is not None and counts.path == dotted(path):
        places = [(*level, option) for level in LEVELS if context.at((*level, option)) is not None]
    else:
        places = [path]
    return Fix(f"Leave {option} out", tuple(Edit(place, REMOVE) for place in places))


def _only_statuses(context: Context, place: Path, field: Field) -> Fix | None:
    """Make the fix that writes numbers for texts and removes what is beyond the limits, which no failure has.

    None where nothing is left then, or not numbers alone.
    """
    written = context.at(place)
    numbers = [as_number(code) if isinstance(code, str) else code for code in written]
    kept = [code for code in numbers if _exceeded(field, code) is None]
    if not kept or any(isinstance(code, bool) or not isinstance(code, int | float) for code in kept):
        return None
    gone = dict.fromkeys(quote_json(code) for code in numbers if _exceeded(field, code) is not None)
    if not gone:
        return Fix("Write the codes as numbers", (Edit(place, kept),)) if kept != written else None
    title = f"Remove {join_words(gone)}" if len(gone) <= MAX_SHOWN else "Remove what is no error status"
    return Fix(title, (Edit(place, kept),))


def _unique(path: Path, values: list[Any]) -> Fix | None:
    kept = [value for number, value in enumerate(values) if value not in values[:number]]
    return Fix("Remove the repetition", (Edit(path, kept),)) if len(kept) < len(values) else None


def _rounded(path: Path, value: float) -> Fix | None:
    nearest = round(value)
    return Fix(f"Use {nearest:,g}", (Edit(path, nearest),)) if value % 1 != 0.5 else None


def _exceeded(field: Field, value: Any) -> float | None:
    """Return the limit that a number is beyond; None for a number within its limits, and for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if field.minimum is not None and value < field.minimum:
        return field.minimum
    return field.maximum if field.maximum is not None and value > field.maximum else None


def _names(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))
