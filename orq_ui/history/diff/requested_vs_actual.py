"""What was requested against what came, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orq_ui.api import ImageVariationRequest, fields_of
from orq_ui.history.run import Run

ASKED = ("n", "size", "response_format")
NOTHING = "nothing"
ANOTHER = "another form"
_FIELDS = {field.name: field for field in fields_of(ImageVariationRequest)}


@dataclass(frozen=True)
class RequestedVsActual:
    """One field of the request: ``requested`` is ``2`` or ``default 1``, ``actual`` is what came.

    ``matches`` is also True where the request holds a value that the contract does not know, and so promises nothing.
    """

    field: str
    requested: str
    actual: str
    matches: bool


def requested_vs_actual(run: Run) -> tuple[RequestedVsActual, ...]:
    """Return one line for each field that says what is wanted."""
    sizes = {(picture.width, picture.height) for picture in run.pictures}
    return compare_fields(run.request, run.response, sizes, len(run.results))


def compare_fields(
    request: Mapping[str, Any], response: Mapping[str, Any] | None, sizes: Iterable[tuple[int, int]], number: int
) -> tuple[RequestedVsActual, ...]:
    """Return the same for a reply that is not kept yet.

    ``sizes`` are width and height of what came, in pixels; ``number`` counts the results, missing ones too.
    """
    entries, sizes = _entries(response), set(sizes)
    ways = {way for entry in entries for way in ("b64_json", "url") if entry.get(way)}
    came = {
        # A reply of another shape has its pictures elsewhere.
        "n": set() if response is None else {str(len(entries) or number)},
        "size": {f"{width}x{height}" for width, height in sizes},
        "response_format": ways or ({ANOTHER} if sizes else set()),
    }
    return tuple(_line(name, request, came[name]) for name in ASKED)


def _line(name: str, request: Mapping[str, Any], came: set[str]) -> RequestedVsActual:
    given = request.get(name)
    default = _FIELDS[name].api_default
    wanted = default if given is None else given
    shown = wanted if isinstance(wanted, str) else json.dumps(wanted, ensure_ascii=False)
    if given is None:
        shown = f"null (default {default})" if name in request else f"default {default}"
    told = ", ".join(sorted(came)) or NOTHING
    return RequestedVsActual(name, shown, told, not _is_promise(name, wanted) or came == {_plain(wanted)})


def _is_promise(name: str, wanted: object) -> bool:
    if name == "n":
        return isinstance(wanted, int | float) and not isinstance(wanted, bool)
    return wanted in _FIELDS[name].choices


def _plain(wanted: object) -> str:
    return str(wanted).removesuffix(".0") if isinstance(wanted, int | float) else str(wanted)


def _entries(response: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    data = (response or {}).get("data")
    # A run of another version, or from another machine, may hold anything.
    return [entry for entry in data if isinstance(entry, Mapping)] if isinstance(data, list) else []
