"""The end of every import: what was read in wire names, cleared of keys, its picture named, its notes in words."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from orq_ui.api import ImageVariationRequest
from orq_ui.api.camel_case import from_typescript
from orq_ui.api.json_diff import diff_json
from orq_ui.importers.code.known_functions import picture_named
from orq_ui.importers.credential_patterns import mask_in_place, shapes_in
from orq_ui.importers.credential_scan import SHORTEST, without_keys
from orq_ui.importers.imported import MOST_NOTES, Code, Findings, Imported, Kind, Note
from orq_ui.importers.placeholders import FromEnvironment, PictureFile, Unread, file_name, fill_gaps
from orq_ui.importers.positions import wrong
from orq_ui.json_safety import escape_surrogates, escape_surrogates_in
from orq_ui.redaction import Redactor

MOST_KEYS = 500
"""Each is looked for in every text."""
_PICTURE_IN_TEXT = "a picture within a text is not read"


def finished(kind: Kind, body: dict[str, Any], findings: Findings) -> Imported:
    """Return the result of an import: in wire names, without any key, with its notes."""
    picture = body.get("image")
    body = without_keys({name: value for name, value in body.items() if name != "image"}, findings)
    if kind in (Kind.JSON, Kind.TYPESCRIPT, Kind.YAML, Kind.TOML):
        wire = from_typescript(body)
        if wire != body:
            findings.add(Code.CAMEL_CASE)
        body = wire
    for name, value in body.items():
        if escape_surrogates_in({name: value}) != {name: value}:
            findings.add(Code.HALF_SIGN, name)
    body = escape_surrogates_in(body)
    if picture is not None:
        _name_picture(picture, findings)
    # Escapes and quotes may have hidden a key from the first look.
    findings.secrets |= shapes_in(json.dumps(body, ensure_ascii=False) + repr(findings.notes[:MOST_NOTES]))
    redactor = redactor_of(findings)
    clear = _masked_in_place(redactor.value(body))
    for path, *_ in diff_json(body, clear):
        findings.add(Code.KEY_DROPPED, path)
    if not any(note.code is Code.KEY_DROPPED for note in findings.notes):
        left = json.dumps(clear, ensure_ascii=False)
        if any(secret not in left for secret in findings.secrets):
            findings.add(Code.KEY_DROPPED)
    request = ImageVariationRequest.as_is(clear)
    for path in request.unknown_keys()[: MOST_NOTES + 1]:
        findings.add(Code.UNKNOWN_KEY, path)
    return Imported(request, kind, _notes(findings, redactor), tuple(findings.parts))


def _masked_in_place(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _masked_in_place(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_masked_in_place(item) for item in value]
    return mask_in_place(value) if isinstance(value, str) else value


def redactor_of(findings: Findings) -> Redactor:
    """Return what masks the keys that were found; raises InvalidInput for too many."""
    secrets = {secret for secret in findings.secrets if len(secret) >= SHORTEST}
    if len(secrets) > MOST_KEYS:
        raise wrong("", 0, f"has more than {MOST_KEYS} keys in it")
    # As an address may have it too.
    spelt = secrets | {quote(secret, safe="", errors="replace") for secret in secrets}
    return Redactor(tuple(sorted(spelt, key=len, reverse=True)))


def _notes(findings: Findings, redactor: Redactor) -> tuple[Note, ...]:
    def shown(text: str) -> str:
        return escape_surrogates(redactor.text(fill_gaps(text)))

    notes = [
        Note(note.code, note.path and shown(note.path), shown(note.detail)) for note in findings.notes[:MOST_NOTES]
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
    # Browsers show "(binary)" for a file.
    other = r"data:|https?:|\(binary\)"
    short = isinstance(name, str) and len(name) <= 255 and "\n" not in name and not re.match(other, name)
    if short and name:
        findings.add(Code.PICTURE_NAMED, "image", file_name(str(name)))
    else:
        unnamed = isinstance(value, Unread | FromEnvironment | PictureFile)
        findings.ignore("image", "the name of its file is not known" if unnamed else _PICTURE_IN_TEXT)
