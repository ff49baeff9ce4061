"""Parts of a form, read as the values of a body: form data has no types, so the fields say what they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, bracket_notation, fields_of
from orq_ui.errors import InvalidInput
from orq_ui.importers.imported import Code, Findings
from orq_ui.importers.json_body import parse
from orq_ui.importers.placeholders import PictureFile, quote_gaps, to_json

JSON = "application/json"
MOST_PARTS = 2_000
"""Parts with brackets are matched with each other, which takes time."""
_FIELDS: dict[str, Field] = {field.name: field for field in fields_of(ImageVariationRequest)}
_NESTED = {Kind.OBJECT, Kind.OBJECTS, Kind.CODES}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True)
class Part:
    """One part; ``content`` is a text, or what stands for a value that is not known."""

    name: str
    content: Any
    filename: str | None = None
    content_type: str | None = None


def body_of(parts: Iterable[Part], findings: Findings) -> dict[str, Any]:
    """Put parts together. A name that comes twice keeps its first value, with a note."""
    body: dict[str, Any] = {}
    for count, part in enumerate(parts):
        if count > MOST_PARTS:
            raise InvalidInput("line 1, column 1", f"has more than {MOST_PARTS} parts")
        if part.name in ("image", "image[]"):
            body.setdefault("image", PictureFile(part.filename) if part.filename else part.content)
        elif part.filename is not None and part.content_type != JSON:
            findings.ignore(part.name, "a file other than the picture")
        else:
            _add(body, part, findings)
    return body


def _add(body: dict[str, Any], part: Part, findings: Findings) -> None:
    steps = bracket_notation.steps_of(part.name)
    value = _value(part, findings) if steps is None else part.content
    known = to_json({part.name: value}, "", findings)
    if part.name not in known:
        return
    value = known[part.name]
    if steps is None:
        _set(body, part.name, value, findings)
        return
    if steps != ["fallback_on_codes", ""]:
        # Those are repeated fields on the wire itself.
        findings.add(Code.BRACKET_NOTATION, steps[0])
    if not bracket_notation.put(
        body, steps, number(value) if isinstance(value, str) and bracket_notation.is_number(steps) else value
    ):
        findings.ignore(part.name, "does not fit the other parts")


def _set(body: dict[str, Any], name: str, value: Any, findings: Findings) -> None:
    kind = _FIELDS[name].kind if name in _FIELDS else None
    if (kind is Kind.CODES and not isinstance(value, list)) or (kind is Kind.OBJECTS and isinstance(value, dict)):
        # A list, one part for each of its items.
        items = body.setdefault(name, [])
        if isinstance(items, list):
            items.append(value)
            return
    if name in body:
        findings.ignore(name, "came twice; the first one counts")
    else:
        body[name] = value


def _value(part: Part, findings: Findings) -> Any:
    content = part.content
    if not isinstance(content, str):
        return content
    field = _FIELDS.get(part.name)
    # The TypeScript client sends JSON without saying so.
    nested = field is not None and field.kind in _NESTED and content.lstrip()[:1] in ("{", "[")
    if nested or (part.content_type or "").partition(";")[0].strip().lower() == JSON:
        try:
            return parse(quote_gaps(content), findings)
        except InvalidInput as problem:
            several = _listed(field, content)
            if several is not None:
                return several
            findings.ignore(part.name, f"kept as a text, for {problem.path} of it {problem.reason}")
            return content
    if field is not None and field.kind is Kind.CODES and "," in content and _listed(field, content) is not None:
        return _listed(field, content)
    return number(content) if field is not None and (field.is_number or field.kind is Kind.CODES) else content


def _listed(field: Field | None, content: str) -> list[Any] | None:
    """Return a list whose items are joined by commas in one part, as Swagger UI may send it; None for no list."""
    if field is None or field.kind not in (Kind.OBJECTS, Kind.CODES):
        return None
    try:
        value = parse(f"[{quote_gaps(content)}]")
    except InvalidInput:
        return None
    return value if isinstance(value, list) else None


def number(written: str) -> int | float | str:
    """Return a number as JSON writes it, ``"2"``, as ``2``; any other text stays as it is."""
    if not _NUMBER.fullmatch(written):
        return written
    value: int | float = json.loads(written)
    return value
