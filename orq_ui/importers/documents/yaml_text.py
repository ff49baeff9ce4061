"""YAML as the JSON values that it stands for: bounded, without tags, each name once.

It is built from the events of PyYAML's safe loader, so that nothing grows before it is counted: an alias counts with
all that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from orq_ui.errors import InvalidInput
from orq_ui.importers.positions import DEEPEST, TOO_DEEP, at

MOST_CHARACTERS = 200_000
"""PyYAML's own scanner takes some seconds for them."""
MOST_VALUES = 20_000
"""Values in all, those of aliases included."""
_KEY = r"(?:[A-Za-z_][\w.-]{0,99}|\"[^\"\n]{1,99}\"|'[^'\n]{1,99}')"
_FIRST_LINE = re.compile(rf"(?:---[^\n]*|%YAML[^\n]*|(?:-[ \t]+)?{_KEY}[ \t]*:(?:[ \t][^\n]*)?)")
_ANNOTATED = re.compile(r"\w+[ \t]*:[ \t]*[\w.\[\], |]+=[^=]")
"""A name with a type, and its value: Python."""
_NULL = re.compile(r"~?|null|Null|NULL")
_TRUE, _FALSE = re.compile(r"true|True|TRUE"), re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,30})")
_FLOAT = re.compile(
    r"[-+]?(?:0|[1-9][0-9]{0,30})?\.[0-9]{1,30}(?:[eE][-+]?[0-9]{1,3})?|[-+]?[0-9]{1,30}\.(?:[eE][-+]?[0-9]{1,3})?"
)
_MERGE = "<<"


def is_yaml(text: str) -> bool:
    """Return whether the first line that says anything is one of YAML: a name, a colon, maybe a value."""
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            return _FIRST_LINE.fullmatch(line.strip()) is not None and not _ANNOTATED.match(line.strip())
    return False


def parse_yaml(text: str) -> Any:
    """Return the document's value, or a list of several; raises InvalidInput with line and column."""
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput(at(1, 1), f"is YAML of more than {MOST_CHARACTERS:,} characters")
    try:
        found = _Builder(text).documents()
        return found if len(found) > 1 else next(iter(found), None)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        place = at(1, 1) if mark is None else at(mark.line + 1, mark.column + 1)
        raise InvalidInput(place, f"is not YAML: {_reason(problem)}") from None
    except yaml.YAMLError:
        raise InvalidInput(at(1, 1), "is not YAML: it has a sign that no YAML can have") from None
    except RecursionError:
        raise InvalidInput(at(1, 1), TOO_DEEP) from None


class _Builder:
    """Builds values from events, counting them."""

    def __init__(self, text: str) -> None:
        # Surrogates have no UTF-8 form, which libyaml reads.
        readable = text.encode("utf-8", "replace").decode()
        self._events: Iterator[yaml.Event] = yaml.parse(readable, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0

    def documents(self) -> list[Any]:
        found: list[Any] = []
        between = yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent | yaml.StreamEndEvent
        for event in self._events:
            if not isinstance(event, between):
                found.append(self._value(event, 0))
        return [value for value in found if value is not None]

    def _value(self, event: yaml.Event, depth: int) -> Any:
        if depth > DEEPEST:
            raise _wrong(event, TOO_DEEP)
        before = self._count
        self._add(1, event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise _wrong(event, "has a tag, and a request needs none")
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = [self._value(inner, depth + 1) for inner in self._until(yaml.SequenceEndEvent)]
        else:
            value = self._mapping(depth)
        if anchor is not None:
            self._anchors[anchor] = value, self._count - before
        return value

    def _mapping(self, depth: int) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key in self._until(yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise _wrong(key, "has a name that is no text")
            value = self._value(next(self._events), depth + 1)
            if key.value == _MERGE and key.implicit[0]:
                merged |= self._merged(key, value) | merged
            elif key.value in own:
                raise _wrong(key, "has a name that is there already")
            else:
                own[key.value] = value
        return merged | own

    def _merged(self, key: yaml.Event, value: Any) -> dict[str, Any]:
        """Return the members that ``<<`` brings: of the first mapping that has them."""
        made: dict[str, Any] = {}
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                raise _wrong(key, "merges what is no mapping")
            made = one | made
        return made

    def _alias(self, event: yaml.AliasEvent) -> Any:
        known = self._anchors.get(event.anchor or "")
        if known is None:
            raise _wrong(event, "has an alias of what is not there, or not complete yet")
        value, count = known
        self._add(count, event)
        return value

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _add(self, count: int, event: yaml.Event) -> None:
        self._count += count
        if self._count > MOST_VALUES:
            raise _wrong(event, f"makes more than {MOST_VALUES:,} values")


def _scalar(event: yaml.ScalarEvent) -> Any:
    """Return a plain scalar's value: numbers, true, false and null; ``yes``, ``no`` and dates are texts."""
    text: str = event.value
    if not event.implicit[0] or event.style in ("'", '"', "|", ">"):
        return text
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _wrong(event: yaml.Event, reason: str) -> InvalidInput:
    mark = event.start_mark
    return InvalidInput(at(1, 1) if mark is None else at(mark.line + 1, mark.column + 1), reason)


def _reason(problem: yaml.MarkedYAMLError) -> str:
    """Return PyYAML's own words where they quote single signs at most: a key may be in the text."""
    words = " ".join(filter(None, (problem.context, problem.problem)))
    return (
        words
        if re.fullmatch(r"[^'\"]*(?:['\"].{0,3}['\"][^'\"]*)*", words) and len(words) < 150
        else "it is not understood"
    )
