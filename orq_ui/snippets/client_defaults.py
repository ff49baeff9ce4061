"""What the vendor's clients add where a request leaves a field unset, and the comment that names it.

Read from ``orq_ai_sdk`` 4.17 and ``@orq-ai/node`` 4.15. No other client adds anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orq_ui.api import dotted
from orq_ui.snippets.compatibility import Path
from orq_ui.snippets.literals import JSON
from orq_ui.snippets.pretty_printer import format_line

EACH = "*"
Defaults = Mapping[tuple[str, ...], Any]
"""Values by the names that lead to their field, with ``EACH`` for every item of a list."""


def client_defaults(*, cache_ttl_s: int) -> Defaults:
    """Return a client's table; its options have the same defaults at top level and in ``orq``."""
    options = {("retry", "count"): 3, ("cache", "ttl"): cache_ttl_s, ("load_balancer", "models", EACH, "weight"): 0.5}
    return {
        ("n",): 1,
        ("response_format",): "url",
        ("size",): "1024x1024",
        **options,
        **{("orq", *names): value for names, value in options.items()},
    }


def additions_note(body: Mapping[str, Any], defaults: Defaults) -> Iterator[str]:
    """Yield one line that names each addition with its value, ``;`` between objects; nothing if there is none."""
    objects: dict[tuple[str, ...], list[str]] = {}
    for names, value in defaults.items():
        for path, parent in _objects_at(body, names[:-1], ()):
            # A null is left out, not replaced.
            if names[-1] not in parent:
                addition = f"{dotted((*path, names[-1]))} = {format_line(JSON(value))}"
                objects.setdefault(names[:-1], []).append(addition)
    if objects:
        yield f"This client adds {'; '.join(', '.join(additions) for additions in objects.values())}."


def _objects_at(value: Any, names: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield the objects that are there under some names. A client refuses whatever else is in their place."""
    if names and names[0] == EACH:
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from _objects_at(item, names[1:], (*path, index))
    elif isinstance(value, Mapping):
        if not names:
            yield path, value
        elif names[0] in value:
            yield from _objects_at(value[names[0]], names[1:], (*path, names[0]))
