"""Python, TypeScript or JavaScript as a request, in whichever of them it is and however it was pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.code import powershell_script, python, typescript
from orq_ui.importers.code.program import Program
from orq_ui.importers.code.repairs import braced, readings
from orq_ui.importers.code.sdk_calls import read_calls
from orq_ui.importers.credential_scan import without_keys
from orq_ui.importers.documents.json_document import read_document
from orq_ui.importers.documents.other_languages import language_of, not_read
from orq_ui.importers.imported import Findings, Kind
from orq_ui.importers.placeholders import to_json
from orq_ui.importers.positions import wrong

PYTHON = re.compile(
    r"^[ \t>.]*(?:import [\w.]+(?: as \w+)?(?:, ?[\w.]+(?: as \w+)?){0,20}[ \t]*(?:#[^\n]*)?\r?$"
    r"|from [\w.]+ import |(?:async )?def \w)",
    re.MULTILINE,
)
SCRIPT = re.compile(
    r"^[ \t]*(?:type \w+ ?=|interface \w+ ?\{)|"
    r"^[ \t]*(?:const |let |var |import [\w{*]|export |(?:async )?function \w|//)|\bprocess\.env\b|\bnew [A-Z]\w*\("
    r"|\.create\(\s*\{|\bcreateVariation\(|\bawait fetch\(|^[ \t]*fetch\(|\{\s*[A-Za-z_$][\w$]*:\s|\bmodule\.exports\b",
    re.MULTILINE,
)
_CODE = re.compile(r"\w\(|[=(>]\s*[\[{(]|\w\s*=\s*[\"']")
_REQUESTS = re.compile(r"^[ \t>.]*(?:import requests|from requests)\b|\brequests\.(?:post|request)\(", re.MULTILINE)
_PARSERS = {Kind.TYPESCRIPT: typescript.parse, Kind.PYTHON: python.parse, Kind.POWERSHELL: powershell_script.parse}
KINDS = (
    "a JSON or YAML body, a curl line, Python or TypeScript code, an HTTP message, a HAR, a Postman collection, "
    "or a page with one of them"
)


@dataclass(frozen=True)
class _Reading:
    """What comes of code in one language; ``mistake`` is the first that it has there."""

    kind: Kind
    body: dict[str, Any]
    findings: Findings
    mistake: InvalidInput | None


def read_code(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    """Read code as it is, else as it may have been before it was pasted, or without what was around it."""
    found = read_members(text, findings)
    if found is not None:
        return found
    refused: list[InvalidInput] = []
    broken: list[_Reading] = []
    for candidate in readings(text):
        for reading in _in_each_language(candidate, findings):
            if isinstance(reading, InvalidInput):
                refused.append(reading)
            elif reading.mistake is not None:
                refused.append(reading.mistake)
                broken.append(reading)
            else:
                if candidate.count("...") < text.count("..."):
                    reading.findings.ignore(None, "what the dots are for")
                return _taken(reading, findings)
    language = language_of(text)
    if language is not None:
        raise wrong(text, 0, not_read(language))
    for reading in broken:
        if reading.mistake is not None and reading.body:
            reading.findings.ignore(reading.mistake.path, reading.mistake.reason)
            return _taken(reading, findings)
    raise refused[0]


def notebook_code(value: Any) -> str | None:
    """Return the code of a Jupyter notebook, whose cells use what those before them set; None for no notebook."""
    cells = value.get("cells") if isinstance(value, dict) and "nbformat" in value else None
    if not isinstance(cells, list):
        return None
    sources = [cell.get("source") for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    # A source is a text, or a list of its lines.
    lines = [[source] if isinstance(source, str) else source for source in sources]
    return "\n".join("".join(map(str, source)) for source in lines if isinstance(source, list))


def read_members(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]] | None:
    """Read the members of an object, or arguments of a call, without what was around them, if there is no mistake."""
    whole = braced(text)
    if whole is None:
        return None
    kind = Kind.TYPESCRIPT if whole[0] == "{" else Kind.PYTHON
    try:
        program = Program(typescript.parse("_=" + whole) if kind is Kind.TYPESCRIPT else python.parse("_=" + whole))
    except InvalidInput:
        return None
    value = program.bound.get("_")
    if program.mistakes or not isinstance(value, dict):
        return None
    return read_document(without_keys(to_json(value, "", findings), findings), findings, kind)


def _in_each_language(text: str, findings: Findings) -> Iterator[_Reading | InvalidInput]:
    """Yield what comes of code in the language that it looks like, then in the other."""
    of_powershell = powershell_script.is_powershell(text)
    script = SCRIPT.search(text) is not None and not PYTHON.search(text)
    nothing = wrong(text, len(text) - len(text.lstrip()), f"is none of these: {KINDS}")
    if not script and not of_powershell and not _CODE.search(text):
        yield nothing
        return
    of_requests = _REQUESTS.search(text) is not None
    either = (Kind.TYPESCRIPT, Kind.PYTHON) if script else (Kind.PYTHON, Kind.TYPESCRIPT)
    for kind in (Kind.POWERSHELL,) if of_powershell else either:
        own = Findings(secrets=findings.secrets)
        try:
            program = Program(_PARSERS[kind](text))
            mistake = next((mistake for _, mistake in program.mistakes), None)
            found = read_calls(program, kind, of_requests=of_requests, findings=own)
        except InvalidInput as problem:
            yield problem
            continue
        yield _Reading(*found, own, mistake) if found is not None else mistake or nothing


def _taken(reading: _Reading, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    findings.notes, findings.parts = reading.findings.notes, reading.findings.parts
    return reading.kind, reading.body
