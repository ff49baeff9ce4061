"""Options that stand both at top level and in ``orq``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orq_ui.api import RouterOptions
from orq_ui.lint.context import Case
from orq_ui.lint.fix import REMOVE, Edit, Fix
from orq_ui.lint.messages import listed
from orq_ui.lint.registry import Hit, routed, rule


@rule("both-levels", "warning", routed("top-level-wins"))
def both_levels(case: Case) -> Iterator[Hit]:
    """The same option twice: the one in orq is ignored, field by field."""
    for option in RouterOptions.model_fields:
        top, nested = case.at((option,)), case.at(("orq", option))
        if top is None or nested is None:
            continue
        path = f"orq.{option}"
        if isinstance(top, Mapping) and isinstance(nested, Mapping):
            yield from _object(option, path, top, nested)
        elif not isinstance(top, Mapping) and not isinstance(nested, Mapping):
            said = f"{option} at top level wins, so {path} is ignored."
            yield Hit(path, said, Fix("Remove the ignored one", (Edit(("orq", option), REMOVE),)))


def _object(option: str, path: str, top: Mapping[str, Any], nested: Mapping[str, Any]) -> Iterator[Hit]:
    twice = [name for name, value in nested.items() if value is not None and top.get(name) is not None]
    if not twice:
        return
    rest = {
        name: value for name, value in nested.items() if name not in twice and (value is not None or name not in top)
    }
    ignored = path if not rest else listed(f"{path}.{name}" for name in twice)
    said = f"{option} at top level wins, so {ignored} {'is' if not rest or len(twice) == 1 else 'are'} ignored."
    kept = tuple(Edit((option, name), value) for name, value in rest.items())
    title = "Move what counts to the top level" if rest else "Remove the ignored one"
    yield Hit(path, said, Fix(title, (*kept, Edit(("orq", option), REMOVE))))
