"""Two JSON values side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from orq_ui.api.introspection import dotted

ABSENT = "–"
Path = tuple[str | int, ...]
_CONTAINERS = {"{…}": ("{}", ABSENT), "[…]": ("[]", ABSENT)}
"""What a container with members is shown as, and the values that its members' own rows already tell it from."""


def flatten(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every path with its value as JSON, or ``{…}`` where members follow; a flat list counts as one value."""
    if isinstance(value, dict) and value:
        yield path, "{…}"
        for name, item in value.items():
            yield from flatten(item, (*path, name))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        yield path, "[…]"
        for index, item in enumerate(value):
            yield from flatten(item, (*path, index))
    else:
        yield path, json.dumps(value, ensure_ascii=False)


def diff_json(first: Any, second: Any) -> list[tuple[str, str, str]]:
    """Return (path, value in the first, value in the second) for each path that differs; nothing for equal values."""
    one, two = dict(flatten(first)), dict(flatten(second))
    paths = [*one, *(path for path in two if path not in one)]
    rows = [(dotted(path), one.get(path, ABSENT), two.get(path, ABSENT)) for path in paths]
    return [(path, here, there) for path, here, there in rows if here != there and not _is_implied(here, there)]


def _is_implied(here: str, there: str) -> bool:
    return there in _CONTAINERS.get(here, ()) or here in _CONTAINERS.get(there, ())
