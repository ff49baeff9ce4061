"""Options that are both at top level and in ``orq``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orq_ui.api import RouterOptions
from orq_ui.lint.context import Context
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import join_words
from orq_ui.lint.registry import Hit, router_basis, rule
from orq_ui.routing.options import is_empty_codes


@rule("both-levels", "warning", router_basis("top-level-wins"))
def both_levels(context: Context) -> Iterator[Hit]:
    """Find options that are given twice: the one in orq is ignored, field by field."""
    for option in RouterOptions.model_fields:
        top, nested = context.at((option,)), context.at(("orq", option))
        if any(value is None or is_empty_codes(option, value) for value in (top, nested)):
            continue
        path = f"orq.{option}"
        if isinstance(top, Mapping) and isinstance(nested, Mapping):
            yield from _object(option, path, top, nested)
        elif not isinstance(top, Mapping) and not isinstance(nested, Mapping):
            message = f"{option} at top level wins, so {path} is ignored."
            yield Hit(path, message, Fix("Remove the ignored one", (Edit(("orq", option), REMOVE),)))


def _object(option: str, path: str, top: Mapping[str, Any], nested: Mapping[str, Any]) -> Iterator[Hit]:
    twice = [name for name, value in nested.items() if value is not None and top.get(name) is not None]
    if not twice:
        return
    rest = {
        name: value for name, value in nested.items() if name not in twice and (value is not None or name not in top)
    }
    ignored = path if not rest else join_words(f"{path}.{name}" for name in twice)
    message = f"{option} at top level wins, so {ignored} {'is' if not rest or len(twice) == 1 else 'are'} ignored."
    kept = tuple(Edit((option, name), value) for name, value in rest.items())
    title = "Move what counts to the top level" if rest else "Remove the ignored one"
    yield Hit(path, message, Fix(title, (*kept, Edit(("orq", option), REMOVE))))
