"""Two JSON values side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from orq_ui.api.fields import dotted

ABSENT = "–"
Path = tuple[str | int, ...]
_HOLDERS = {"{…}": ("{}", ABSENT), "[…]": ("[]", ABSENT)}
"""What a place that holds further places is shown as, and what its members' own rows already tell it from."""


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every place, with its value as JSON, or ``{…}`` where members follow; a flat list counts as one value."""
    if isinstance(value, dict) and value:
        yield path, "{…}"
        for name, item in value.items():
            yield from places(item, (*path, name))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        yield path, "[…]"
        for place, item in enumerate(value):
            yield from places(item, (*path, place))
    else:
        yield path, json.dumps(value, ensure_ascii=False)


def diff_json(first: Any, second: Any) -> list[tuple[str, str, str]]:
    """(path, in the first, in the second) for every place that is not the same; empty for equal values."""
    one, two = dict(places(first)), dict(places(second))
    paths = [*one, *(path for path in two if path not in one)]
    rows = [(dotted(path), one.get(path, ABSENT), two.get(path, ABSENT)) for path in paths]
    return [(path, here, there) for path, here, there in rows if here != there and not _told(here, there)]


def _told(here: str, there: str) -> bool:
    return there in _HOLDERS.get(here, ()) or here in _HOLDERS.get(there, ())
