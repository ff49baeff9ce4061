"""Python, TypeScript or JavaScript as a request, in whichever of them it is and however it was pasted."""

from __future__ import annotations

import re
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers import python, typescript
from orq_ui.importers.credential_scan import without_keys
from orq_ui.importers.imported import Findings, Kind
from orq_ui.importers.json_document import read_document
from orq_ui.importers.placeholders import to_json
from orq_ui.importers.positions import wrong
from orq_ui.importers.program import Program
from orq_ui.importers.repairs import braced, readings
from orq_ui.importers.sdk_calls import read_calls

PYTHON = re.compile(
    r"^[ \t>.]*(?:import [\w.]+(?: as \w+)?(?:, ?[\w.]+(?: as \w+)?){0,20}[ \t]*(?:#[^\n]*)?\r?$"
    r"|from [\w.]+ import |(?:async )?def \w)",
    re.MULTILINE,
)
SCRIPT = re.compile(
    r"^[ \t]*(?:const |let |var |import [\w{*]|export |(?:async )?function \w|//)|\bprocess\.env\b|\bnew [A-Z]\w*\("
    r"|\.create\(\s*\{|\bcreateVariation\(|\bawait fetch\(|^[ \t]*fetch\(|\{\s*[A-Za-z_$][\w$]*:\s|\bmodule\.exports\b",
    re.MULTILINE,
)
_CODE = re.compile(r"\w\(|[=(>]\s*[\[{(]|\w\s*=\s*[\"']")
_REQUESTS = re.compile(r"^[ \t>.]*(?:import requests|from requests)\b|\brequests\.(?:post|request)\(", re.MULTILINE)
KINDS = (
    "a JSON or YAML body, a curl line, Python or TypeScript code, an HTTP message, a HAR, a Postman collection, "
    "or a page with one of them"
)


def read_code(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    """Read code as it is, else as it may have been before it was pasted, or without what was around it."""
    found = read_members(text, findings)
    if found is not None:
        return found
    for candidate in readings(text):
        try:
            found = _in_a_language(candidate, findings, strictly=True)
        except InvalidInput:
            continue
        if candidate.count("...") < text.count("..."):
            findings.ignore(None, "what the dots are for")
        return found
    return _in_a_language(text, findings, strictly=False)


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


def _in_a_language(text: str, findings: Findings, *, strictly: bool) -> tuple[Kind, dict[str, Any]]:
    """Read code in the language that it looks like, else in the other; ``strictly`` without any mistake."""
    script = SCRIPT.search(text) is not None and not PYTHON.search(text)
    start = len(text) - len(text.lstrip())
    if not script and not _CODE.search(text):
        raise wrong(text, start, f"is none of these: {KINDS}")
    refused: list[InvalidInput] = []
    for kind in (Kind.TYPESCRIPT, Kind.PYTHON) if script else (Kind.PYTHON, Kind.TYPESCRIPT):
        tried = Findings(secrets=findings.secrets)
        try:
            found = _program(text, kind, tried, strictly=strictly)
        except InvalidInput as problem:
            refused.append(problem)
            continue
        if found is not None:
            findings.notes, findings.parts = tried.notes, tried.parts
            return found
        refused.append(wrong(text, start, f"is none of these: {KINDS}"))
    raise refused[0]


def _program(text: str, kind: Kind, findings: Findings, *, strictly: bool) -> tuple[Kind, dict[str, Any]] | None:
    program = Program(typescript.parse(text) if kind is Kind.TYPESCRIPT else python.parse(text))
    found = read_calls(program, kind, of_requests=_REQUESTS.search(text) is not None, findings=findings)
    mistake = next((mistake for _, mistake in program.mistakes), None)
    if mistake is not None and (strictly or found is None or not found[1]):
        raise mistake
    if mistake is not None:
        findings.ignore(mistake.path, mistake.reason)
    return found
