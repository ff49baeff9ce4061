"""What of a body a client can send: the part that fits its arguments, and a note on each value that does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, dotted, fields_of
from orq_ui.json_safety import escape_surrogates
from orq_ui.snippets.literals import JSON, json_text
from orq_ui.snippets.pretty_printer import format_line

Path = tuple[str | int, ...]
MAX_SHOWN = 60
"""Characters of a value in a note."""
_FIELDS = tuple(field for field in fields_of(ImageVariationRequest) if field.kind is not Kind.IMAGE)


@dataclass(frozen=True)
class FittedBody:
    """``body`` is what the client takes, in wire names; ``notes`` are one line each."""

    body: Mapping[str, Any]
    notes: tuple[str, ...]


def fit_body(body: Mapping[str, Any], missing: frozenset[str]) -> FittedBody:
    """Fit a body to a client with typed arguments; ``missing`` are wire names that it has no argument for."""
    dropped: list[str] = []
    kept = _kept(body, _FIELDS, (), missing, dropped)
    return FittedBody(kept, (*dropped, *_doubts(kept, _FIELDS, ())))


def note(reason: str, path: Path, value: Any) -> str:
    """Write one line for a comment: ``reason: orq.retry.count = 3``."""
    written = format_line(JSON(value))
    short = written if len(written) <= MAX_SHOWN else written[:MAX_SHOWN].rstrip() + " …"
    return f"{reason}: {one_line(dotted(path))} = {short}"


def one_line(text: str) -> str:
    """Write a text on one line, whatever is in it."""
    return text if text.isprintable() else json_text(text)[1:-1]


def _kept(
    values: Mapping[str, Any], fields: Sequence[Field], path: Path, missing: frozenset[str], dropped: list[str]
) -> dict[str, Any]:
    known = {field.name: field for field in fields if field.name not in missing}
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name in known:
            kept[name] = _member(value, known[name], (*path, name), missing, dropped)
        else:
            dropped.append(note("Not sent, this client has no field for it", (*path, name), value))
    return kept


def _member(value: Any, field: Field, path: Path, missing: frozenset[str], dropped: list[str]) -> Any:
    if field.fields and isinstance(value, Mapping):
        return _kept(value, field.fields, path, missing, dropped)
    if field.fields and isinstance(value, list):
        return [_member(item, field, (*path, index), missing, dropped) for index, item in enumerate(value)]
    return value


def _doubts(values: Mapping[str, Any], fields: Sequence[Field], path: Path) -> Iterator[str]:
    for field in fields:
        at = (*path, field.name)
        if field.name not in values:
            if field.required:
                yield f"Required, this client refuses a call without it: {dotted(at)}"
            continue
        value = values[field.name]
        if not _FITS[field.kind](value, field):
            yield note("Wrong type or unknown choice, this client may refuse or change it", at, value)
        elif field.kind is Kind.OBJECT:
            yield from _doubts(value, field.fields, at)
        elif field.kind is Kind.OBJECTS:
            for index, item in enumerate(value):
                yield from _doubts(item, field.fields, (*at, index))


def _is_text(value: Any, _: Field) -> bool:
    # A lone surrogate has no UTF-8 form.
    return isinstance(value, str) and escape_surrogates(value) == value


def _is_number(value: Any, _: Field) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any, field: Field) -> bool:
    return _is_number(value, field) and value % 1 == 0


def _is_choice(value: Any, field: Field) -> bool:
    return value in field.choices


def _is_list_of(fits: Callable[[Any, Field], bool]) -> Callable[[Any, Field], bool]:
    return lambda value, field: isinstance(value, list) and all(fits(item, field) for item in value)


def _is_object(value: Any, _: Field) -> bool:
    return isinstance(value, Mapping)


_FITS: Mapping[Kind, Callable[[Any, Field], bool]] = {
    **dict.fromkeys((Kind.TEXT, Kind.MODEL, Kind.EMAIL, Kind.URL), _is_text),
    Kind.NUMBER: _is_number,
    Kind.INTEGER: _is_whole,
    **dict.fromkeys((Kind.CHOICE, Kind.CONSTANT), _is_choice),
    Kind.CODES: _is_list_of(_is_whole),
    Kind.TEXTS: _is_list_of(_is_text),
    Kind.PAIRS: _is_list_of(_is_object),
    Kind.OBJECT: _is_object,
    Kind.OBJECTS: _is_list_of(_is_object),
}
