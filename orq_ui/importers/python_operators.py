"""Python's operators on values that pasted code holds: joined texts, small sums, merged dictionaries, paths."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from orq_ui.importers.placeholders import Unread
from orq_ui.importers.positions import LARGEST

_LARGEST_NUMBER = 10**15


class PathText(str):
    """A text that is a file's path."""

    __slots__ = ()


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) <= LARGEST:
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        return left + right
    return _sum(left, right)


def _small(left: Any, right: Any) -> bool:
    return all(
        isinstance(side, int | float) and not isinstance(side, bool) and abs(side) < _LARGEST_NUMBER
        for side in (left, right)
    )


def _sum(left: Any, right: Any) -> Any:
    return left + right if _small(left, right) else Unread()


def _product(left: Any, right: Any) -> Any:
    return left * right if _small(left, right) else Unread()


def _union(left: Any, right: Any) -> Any:
    return left | right if isinstance(left, dict) and isinstance(right, dict) else Unread()


def _under(left: Any, right: Any) -> Any:
    # Whatever is divided by a text is a path.
    return PathText(f"{left}/{right}" if isinstance(left, PathText) else right) if isinstance(right, str) else Unread()


OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: _add,
    ast.Mult: _product,
    ast.BitOr: _union,
    ast.Div: _under,
}
