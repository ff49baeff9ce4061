"""Code that only writes a request down: which of its values is the request, the ``orq`` object or an option."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orq_ui.api import ImageVariationRequest
from orq_ui.api.camel_case import to_camel_case
from orq_ui.errors import InvalidInput
from orq_ui.importers.code.program import Declaration, Program
from orq_ui.importers.imported import Findings
from orq_ui.importers.option_alone import REQUEST, Path, body_with, place_of_keys, place_of_type
from orq_ui.importers.placeholders import UNDEFINED, to_json

_KNOWN = {spelled for name in ImageVariationRequest.model_fields for spelled in (name, to_camel_case(name))}


@dataclass(frozen=True)
class _Candidate:
    declaration: Declaration
    path: Path
    typed: bool
    used: bool

    @property
    def known(self) -> int:
        value = self.declaration.value
        return len(_KNOWN & value.keys()) if isinstance(value, dict) else 0

    @property
    def rank(self) -> tuple[bool, int, bool]:
        """The greater, the more it looks like the request that is sent."""
        return self.typed, self.known, not self.used


def read_typed_request(program: Program, findings: Findings) -> dict[str, Any] | None:
    """Return the body that the code declares as a request of this call, or None."""
    typed = [one for one in _candidates(program)[0] if one.typed and one.path == REQUEST]
    return _request(typed, findings) if typed else None


def read_declared(program: Program, findings: Findings) -> dict[str, Any] | None:
    """Return the body that the code writes down without sending it, or None where none of its values is one.

    Options are put where they belong. Raises InvalidInput for what has the vendor's type and is no option, and for
    what could be several.
    """
    found, refused = _candidates(program)
    requests = [one for one in found if one.path == REQUEST and _looks_like_request(one)]
    if requests:
        return _request(requests, findings)
    options = [one for one in found if one.path != REQUEST]
    unused = [one for one in options if not one.used] or options
    body: dict[str, Any] = {}
    for one in unused:
        _add(one, body, findings)
    if not body and refused:
        raise refused[0]
    return body or None


def _candidates(program: Program) -> tuple[list[_Candidate], list[InvalidInput]]:
    found: list[_Candidate] = []
    refused: list[InvalidInput] = []
    for declaration in program.declared:
        try:
            path = place_of_type(declaration.type_name)
            typed = path is not None
            if path is None and not isinstance(declaration.value, str) and not _is_anothers(declaration):
                path = place_of_keys(declaration.value, declaration.name)
        except InvalidInput as problem:
            refused.append(InvalidInput(declaration.place, problem.reason))
            continue
        if path is not None:
            found.append(_Candidate(declaration, path, typed, declaration.name in program.used))
    return found, refused


def _is_anothers(declaration: Declaration) -> bool:
    """Return whether a value has a type of its own and hardly a key of this call: ``ChatOpenAI(model="…")``."""
    value = declaration.value
    return (
        isinstance(value, dict)
        and declaration.type_name[:1].isupper()
        and len(_KNOWN & value.keys()) < 2
        and place_of_keys(value) == REQUEST
        and len(value) > 1
    )


def _looks_like_request(one: _Candidate) -> bool:
    """Return whether at least half of the keys are this call's."""
    return one.typed or (one.known > 0 and 2 * one.known >= len(one.declaration.value))


def _request(candidates: list[_Candidate], findings: Findings) -> dict[str, Any]:
    chosen = max(candidates, key=lambda one: one.rank)
    for other in candidates:
        if other is not chosen and other.rank == chosen.rank:
            findings.ignore(other.declaration.name or None, f"is another request, {other.declaration.place}")
    return _placed(chosen, findings)


def _add(one: _Candidate, body: dict[str, Any], findings: Findings) -> None:
    held = body
    placed = _placed(one, findings)
    while len(placed) == 1 and (step := next(iter(placed))) in held and isinstance(held[step], dict):
        held, placed = held[step], placed[step]
        if not isinstance(placed, dict):
            break
    if not isinstance(placed, dict) or held.keys() & placed.keys():
        reason = f"is another value of {findings.parts[-1]}: paste the one that is meant"
        raise InvalidInput(one.declaration.place, reason)
    held |= placed


def _placed(one: _Candidate, findings: Findings) -> dict[str, Any]:
    value = to_json(one.declaration.value, "", findings)
    if value is UNDEFINED:
        raise InvalidInput(one.declaration.place, "is no value that can be read without running the code")
    try:
        return body_with(one.path, value, findings, one.declaration.type_name if one.typed else "")
    except InvalidInput as problem:
        raise InvalidInput(one.declaration.place, problem.reason) from None
