"""Two JSON values side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from orq_ui.api import dotted

UNSET = "–"
Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[str, str]]:
    """Every place that holds no further place, with its value as JSON; flat lists count as one."""
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    else:
        yield dotted(path), json.dumps(value, ensure_ascii=False)


def differing(first: Any, second: Any) -> list[tuple[str, str, str]]:
    """(path, in the first, in the second) for every place that is not the same; empty for equal values."""
    one, two = dict(leaves(first)), dict(leaves(second))
    paths = [*one, *(path for path in two if path not in one)]
    rows = [(path, one.get(path, UNSET), two.get(path, UNSET)) for path in paths]
    return [row for row in rows if row[1] != row[2]]
