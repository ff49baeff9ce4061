"""Bracket notation: ``orq[retry][on_codes][]`` names a place in a nested body."""

from __future__ import annotations

import re
from typing import Any

from orq_ui.emulator.api_error import bad_request

DEEPEST = 16
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")


def split_name(name: str) -> list[str]:
    """Split a name: ``orq[retry][count]`` -> ``["orq", "retry", "count"]``.

    An empty step appends to a list; a name without brackets is one step.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return [name]
    steps = [match[1], *match[2][1:-1].split("][")]
    if len(steps) > DEEPEST:
        raise bad_request(f"More than {DEEPEST} levels of brackets.", name[:100])
    return steps


def put(tree: dict[str, Any], steps: list[str], value: object, name: str) -> None:
    """Set ``value`` at the place that the steps name, making what is missing on the way."""
    node: Any = tree
    for place, step in enumerate(steps):
        node = _enter(node, step, steps[place + 1 :], value, name)


def _enter(node: Any, step: str, rest: list[str], value: object, name: str) -> Any:
    if isinstance(node, list):
        return _enter_list(node, step, rest, value, name)
    if not isinstance(node, dict) or not step:
        raise bad_request("The name does not fit the other fields.", name)
    if not rest:
        if step in node:
            raise bad_request("The field came twice.", name)
        node[step] = value
        return None
    if step not in node:
        node[step] = _container(rest)
    return node[step]


def _enter_list(node: list[Any], step: str, rest: list[str], value: object, name: str) -> Any:
    place = _index(step, len(node), name) if step else _first_lacking(node, rest)
    if place == len(node):
        node.append(_container(rest) if rest else value)
    elif not rest:
        raise bad_request("The field came twice.", name)
    return node[place]


def _first_lacking(node: list[Any], rest: list[str]) -> int:
    """Return where `[]` leads: to the first object without what follows, else to a new item.

    So it does not matter whether objects come one after the other, or, as OpenAI's client sends them, all values
    of one key before those of the next.
    """
    return next((place for place, item in enumerate(node) if rest and _lacks(item, rest)), len(node))


def _lacks(item: Any, rest: list[str]) -> bool:
    if not isinstance(item, dict):
        return isinstance(item, list) and bool(rest) and not rest[0]
    if rest[0] not in item:
        return True
    return len(rest) > 1 and _lacks(item[rest[0]], rest[1:])


def _container(rest: list[str]) -> list[Any] | dict[str, Any]:
    return [] if not rest[0] or rest[0].isdecimal() else {}


def _index(step: str, length: int, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", step) or int(step) > length:
        raise bad_request("The places of a list must be counted from 0 without gaps.", name)
    return int(step)
