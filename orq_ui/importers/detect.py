"""Any pasted text as a request: told apart by its content, read by its own reader, and cleared of keys."""

from __future__ import annotations

import json
import re
from typing import Any

from orq_ui.api import ImageVariationRequest
from orq_ui.api.camel_case import from_typescript
from orq_ui.errors import InvalidInput
from orq_ui.imaging import read_embedded_request
from orq_ui.importers import python, typescript
from orq_ui.importers.credential_scan import SHORTEST, is_key_name, secrets_in, shapes_in
from orq_ui.importers.curl import find_curl, read_curl
from orq_ui.importers.imported import MOST_NOTES, Code, Findings, Imported, Kind, Note
from orq_ui.importers.json_body import read_json, unwrapped
from orq_ui.importers.known_functions import picture_named
from orq_ui.importers.option_alone import body_with, place_of_keys
from orq_ui.importers.placeholders import PictureFile, file_name, fill_gaps, to_json
from orq_ui.importers.positions import DEEPEST, LARGEST, TOO_DEEP, wrong
from orq_ui.importers.program import Program
from orq_ui.importers.sdk_calls import read_calls
from orq_ui.json_safety import nests_deeper
from orq_ui.redaction import Redactor
from orq_ui.share_link import decode_token, find_token

_FENCE = re.compile(r"^[ \t]*```[^\n]*$", re.MULTILINE)
_PYTHON = re.compile(
    r"^[ \t>.]*(?:import [\w.]+(?: as \w+)?(?:, ?[\w.]+(?: as \w+)?){0,20}[ \t]*(?:#[^\n]*)?\r?$"
    r"|from [\w.]+ import |(?:async )?def \w)",
    re.MULTILINE,
)
_SCRIPT = re.compile(
    r"^[ \t]*(?:const |let |var |import [\w{*]|export |(?:async )?function \w|//)|\bprocess\.env\b|\bnew [A-Z]\w*\("
    r"|\.create\(\s*\{|\bcreateVariation\(|\bawait fetch\(|^\s*fetch\(|\{\s*[A-Za-z_$][\w$]*:\s|\bmodule\.exports\b",
    re.MULTILINE,
)
_CODE = re.compile(r"\w\(|[=(>]\s*[\[{(]|\w\s*=\s*[\"']")
_REQUESTS = re.compile(r"^[ \t>.]*(?:import requests|from requests)\b|\brequests\.(?:post|request)\(", re.MULTILINE)
MOST_KEYS = 500
"""Each is looked for in every text."""
KINDS = "a JSON body, a curl line, or Python or TypeScript code that calls a client"


def read(text: str) -> Imported:
    """Read a text as a request, values out of contract and unknown keys included.

    Nothing in it is run. Raises InvalidInput, its path the place (``line 3, column 7``, or ``link``); no error, note
    or result has a key in it.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LARGEST:
        raise wrong("", 0, f"has more than {LARGEST:,} characters")
    token = find_token(text)
    if token is not None:
        return Imported(decode_token(token), Kind.LINK)
    findings = Findings(secrets=secrets_in(text))
    try:
        kind, body = _read(_FENCE.sub("", text.replace("\ufeff", " ", 1)), findings)
    except InvalidInput as problem:
        raise InvalidInput(problem.path, _redactor(findings).text(problem.reason)) from None
    if nests_deeper(body, DEEPEST):
        raise wrong(text, 0, TOO_DEEP)
    return _finished(kind, body, findings)


def read_image(data: bytes) -> Imported | None:
    """Return the request that a copy was saved with, or None for a picture that carries none.

    Raise InvalidInput at ``image`` for metadata that cannot be read, as ``imaging.read_embedded_request`` does.
    """
    embedded = read_embedded_request(data)
    return None if embedded is None else Imported(ImageVariationRequest.as_is(embedded.request), Kind.PICTURE)


def _read(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    start = text.lstrip()
    if not start:
        raise wrong(text, 0, "is empty")
    if start[0] == "{" or (start[0] == "[" and find_curl(text) is None):
        return _object(text, findings)
    if find_curl(text) is not None and not _PYTHON.search(text):
        return Kind.CURL, read_curl(text, findings)
    return _code(text, findings)


def _object(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    """Read JSON, or an object as code writes it: without quotes, with trailing commas, with Python's constants."""
    try:
        return Kind.JSON, _whole(read_json(text, findings), findings)
    except InvalidInput as problem:
        if problem.reason == TOO_DEEP or text.lstrip()[0] == "[":
            raise
        try:
            program = Program(typescript.parse("_=" + text.rstrip(" \t\n;,")))
            value = to_json(program.bound.get("_"), "", findings)
        except InvalidInput:
            raise problem from None
        if program.mistakes or not isinstance(value, dict):
            raise
        return Kind.TYPESCRIPT, _whole(unwrapped(value, findings), findings)


def _whole(body: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """Return the body, or one with the option where it belongs that an object without a field of a request is."""
    path = place_of_keys(body)
    return body if path is None else body_with(path, body, findings)


def _code(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    """Read code in the language that it looks like, else in the other."""
    script = _SCRIPT.search(text) is not None and not _PYTHON.search(text)
    start = len(text) - len(text.lstrip())
    if not script and not _CODE.search(text):
        raise wrong(text, start, f"is none of these: {KINDS}")
    refused: list[InvalidInput] = []
    for kind in (Kind.TYPESCRIPT, Kind.PYTHON) if script else (Kind.PYTHON, Kind.TYPESCRIPT):
        tried = Findings(secrets=findings.secrets)
        try:
            found = _program(text, kind, tried)
        except InvalidInput as problem:
            refused.append(problem)
            continue
        if found is not None:
            findings.notes, findings.parts = tried.notes, tried.parts
            return found
        refused.append(wrong(text, start, f"is none of these: {KINDS}"))
    raise refused[0]


def _program(text: str, kind: Kind, findings: Findings) -> tuple[Kind, dict[str, Any]] | None:
    program = Program(typescript.parse(text) if kind is Kind.TYPESCRIPT else python.parse(text))
    found = read_calls(program, kind, of_requests=_REQUESTS.search(text) is not None, findings=findings)
    mistake = next((mistake for _, mistake in program.mistakes), None)
    if mistake is not None and (found is None or not found[1]):
        raise mistake
    if mistake is not None:
        findings.ignore(mistake.path, mistake.reason)
    return found


def _finished(kind: Kind, body: dict[str, Any], findings: Findings) -> Imported:
    body = dict(body)
    for name in [name for name in body if is_key_name(name)]:
        if isinstance(body[name], str) and len(body[name]) >= SHORTEST:
            findings.secrets.add(body[name])
        findings.add(Code.KEY_DROPPED, name)
        del body[name]
    if kind in (Kind.JSON, Kind.TYPESCRIPT):
        wire = from_typescript(body)
        if wire != body:
            findings.add(Code.CAMEL_CASE)
        body = wire
    if "image" in body:
        _name_picture(body.pop("image"), findings)
    # Escapes and quotes may have hidden a key from the first look.
    findings.secrets |= shapes_in(json.dumps(body, ensure_ascii=False) + repr(findings.notes[:MOST_NOTES]))
    redactor = _redactor(findings)
    clear = redactor.value(body)
    if findings.secrets and not any(note.code is Code.KEY_DROPPED for note in findings.notes):
        findings.add(Code.KEY_DROPPED)
    request = ImageVariationRequest.as_is(clear)
    for path in request.unknown_keys()[: MOST_NOTES + 1]:
        findings.add(Code.UNKNOWN_KEY, path)
    return Imported(request, kind, _notes(findings, redactor), tuple(findings.parts))


def _redactor(findings: Findings) -> Redactor:
    secrets = [secret for secret in findings.secrets if len(secret) >= SHORTEST]
    if len(secrets) > MOST_KEYS:
        raise wrong("", 0, f"has more than {MOST_KEYS} keys in it")
    return Redactor(tuple(sorted(secrets, key=len, reverse=True)))


def _notes(findings: Findings, redactor: Redactor) -> tuple[Note, ...]:
    notes = [
        Note(note.code, redactor.value(note.path and fill_gaps(note.path)), redactor.text(fill_gaps(note.detail)))
        for note in findings.notes[:MOST_NOTES]
    ]
    if len(findings.notes) > MOST_NOTES:
        notes.append(Note(Code.MORE, None, str(len(findings.notes) - MOST_NOTES)))
    return tuple(notes)


def _name_picture(value: Any, findings: Findings) -> None:
    """Note a picture's name, which is all that a text says of it."""
    if isinstance(value, dict):
        value = picture_named(value.get("file_name", value.get("fileName")), value.get("content"))
    elif isinstance(value, list):
        value = picture_named(*[*value, None, None][:2])
    name = value.name if isinstance(value, PictureFile) else value
    short = isinstance(name, str) and len(name) <= 255 and "\n" not in name and not re.match(r"data:|https?:", name)
    if short and name:
        findings.add(Code.PICTURE_NAMED, "image", file_name(str(name)))
    else:
        findings.ignore("image", "a picture within a text is not read")
