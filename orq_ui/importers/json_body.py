"""A JSON body, in wire names or the TypeScript client's, alone or wrapped in one larger object."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from orq_ui.api import ImageVariationRequest
from orq_ui.api.camel_case import to_camel_case
from orq_ui.errors import InvalidInput
from orq_ui.importers.imported import Findings
from orq_ui.importers.positions import DEEPEST, TOO_DEEP, wrong
from orq_ui.json_safety import nests_deeper

WRAPPERS = ("json", "body", "request", "input", "params", "data", "payload", "extra_body")
_KNOWN = {spelled for name in ImageVariationRequest.model_fields for spelled in (name, to_camel_case(name))}


def read_json(text: str, findings: Findings) -> dict[str, Any]:
    """Read a body; raises InvalidInput with the place."""
    value = parse(text, findings)
    if not isinstance(value, dict):
        raise wrong(text, len(text) - len(text.lstrip()), "is JSON, but a body is an object")
    return unwrapped(value, findings)


def parse(text: str, findings: Findings | None = None) -> Any:
    """Parse JSON within the limit of nesting, and note each name that an object has twice; raises InvalidInput."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if findings is not None and len(made) < len(pairs):
            for name, times in Counter(name for name, _ in pairs).items():
                if times > 1:
                    findings.ignore(name, "all but the last of its values")
        return made

    try:
        value = json.loads(text, object_pairs_hook=members)
    except json.JSONDecodeError as reason:
        raise wrong(text, reason.pos, f"is not JSON: {reason.msg}") from None
    except RecursionError:
        raise wrong(text, 0, TOO_DEEP) from None
    except ValueError:
        raise wrong(text, 0, "has a number with more digits than anyone counts") from None
    if nests_deeper(value, DEEPEST):
        raise wrong(text, 0, TOO_DEEP)
    return value


def parse_lines(text: str, findings: Findings) -> list[Any] | None:
    """Return the objects of JSON Lines, one a line; None for any other text."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.strip()[0] == "{" and line.strip()[-1] == "}" for line in lines):
        return None
    try:
        return [parse(line, findings) for line in lines]
    except InvalidInput:
        return None


def unwrapped(value: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """Return the body itself where an object without any known key holds it under one of the usual names."""
    if _KNOWN & value.keys():
        return value
    for name in WRAPPERS:
        inner = value.get(name)
        if isinstance(inner, dict) and _KNOWN & inner.keys():
            for other in value:
                findings.ignore(other, "is the wrapper of the body" if other == name else "is beside the body")
            return inner
    return value
