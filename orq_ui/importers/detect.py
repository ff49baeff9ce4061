"""Any pasted text as a request: told apart by its content, read by its own reader, and cleared of keys."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_plus

from orq_ui.api import ImageVariationRequest
from orq_ui.errors import InvalidInput
from orq_ui.imaging import read_embedded_request
from orq_ui.importers.code import typescript
from orq_ui.importers.code.powershell_script import is_powershell
from orq_ui.importers.code.program import Program
from orq_ui.importers.code.repairs import without_shell_mark
from orq_ui.importers.commands.curl import find_curl, read_curl
from orq_ui.importers.commands.other_commands import find_command, read_command
from orq_ui.importers.credential_patterns import secrets_in
from orq_ui.importers.credential_scan import without_keys
from orq_ui.importers.documents.document_names import name_of_text
from orq_ui.importers.documents.http_call import quoted_variables
from orq_ui.importers.documents.http_message import is_form, is_message, read_message
from orq_ui.importers.documents.json_document import read_document
from orq_ui.importers.documents.other_languages import language_of, not_read
from orq_ui.importers.documents.page import read_page
from orq_ui.importers.documents.toml_text import is_toml, parse_toml
from orq_ui.importers.documents.yaml_text import is_yaml, parse_yaml
from orq_ui.importers.imported import Code, Findings, Imported, Kind
from orq_ui.importers.json_body import parse, parse_lines
from orq_ui.importers.option_alone import body_with, place_of_keys
from orq_ui.importers.placeholders import to_json
from orq_ui.importers.positions import DEEPEST, LARGEST, TOO_DEEP, wrong
from orq_ui.importers.raw_body import read_text
from orq_ui.importers.result import finished, redactor_of
from orq_ui.importers.source_code import PYTHON, SCRIPT, notebook_code, read_code, read_members
from orq_ui.importers.typography import is_typographic, straightened
from orq_ui.json_safety import escape_surrogates, nests_deeper
from orq_ui.share_link import decode_token, find_token, find_tokens

_COMMENTS_FIRST = re.compile(r"\A(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|#[^\n]*)++(?=[{\[])")
_KEY_ALONE = re.compile(r"(?:bearer\s+)?(?:eyJ[\w-]+\.[\w-]+\.[\w-]*|sk-[\w-]{8,})", re.IGNORECASE)
_MARKS = (re.compile(r"[ \t]*>[ \t]?"), re.compile(r"\+"), re.compile(r"[ \t]{0,9}\d{1,6}(?:[ \t]*[|:])?(?:[ \t]|$)"))
"""What a quotation, a patch or a listing puts in front of each line."""
_NOT_UNDERSTOOD = (
    "is none of these",
    "of a text in quotes is none of these",
    "is not understood",
    "is not Python",
    "is not JSON",
)
_FLOW = re.compile(r"\bmodel:\s+[\w.-]+/[\w./-]+\s*[,}\n]")
"""A text without quotes in braces: YAML."""


def read(text: str) -> Imported:
    """Read a text as a request, values out of contract and unknown keys included.

    Nothing in it is run. Raises InvalidInput, its path the place (``line 3, column 7``, or ``link``); no error, note
    or result has a key in it.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LARGEST:
        raise wrong("", 0, f"has more than {LARGEST:,} characters")
    if not text.strip("\ufeff \t\n"):
        raise wrong(text, 0, "is empty")
    token = find_token(text)
    if token is not None:
        return Imported(decode_token(token), Kind.LINK)
    findings = Findings(secrets=secrets_in(text))
    # A byte order mark is one at the beginning only; elsewhere it may be a value's.
    text = re.sub(r"\A\s*\ufeff", lambda mark: mark[0].replace("\ufeff", " "), text)
    problem: InvalidInput | None = None
    try:
        kind, body, findings = _read_somehow(text, findings)
    except InvalidInput as refused:
        # Raised below, where it is not the context of what is raised: a key may be in it.
        problem = refused
    if problem is not None:
        linked = _linked(text, unknown=problem.reason.startswith(_NOT_UNDERSTOOD))
        if linked is not None:
            return linked
        reason = redactor_of(findings).text(_named(problem.reason, text))
        raise InvalidInput(problem.path, escape_surrogates(reason))
    if nests_deeper(body, DEEPEST):
        raise wrong(text, 0, TOO_DEEP)
    return finished(kind, body, findings)


def read_image(data: bytes) -> Imported | None:
    """Return the request that a copy was saved with, or None for a picture that carries none.

    Raise InvalidInput at ``image`` for metadata that cannot be read, as ``imaging.read_embedded_request`` does.
    """
    embedded = read_embedded_request(data)
    return None if embedded is None else Imported(ImageVariationRequest.as_is(embedded.request), Kind.PICTURE)


def _read_somehow(text: str, findings: Findings) -> tuple[Kind, dict[str, Any], Findings]:
    """Read a text as it is, else with straight quotes, else as the HTML that it was copied from."""
    language = language_of(text)
    try:
        kind, body, found = read_page(text, _read, findings, is_code=_is_code(text))
    except InvalidInput:
        for other in _other_readings(text):
            if other != text:
                with suppress(InvalidInput):
                    return read_page(other, _read, Findings(secrets=findings.secrets), is_code=_is_code(other))
        raise
    if language is not None and found.parts:
        # An option in a text of such a program says nothing of the others.
        raise wrong(text, 0, not_read(language))
    return kind, body, found


def _named(reason: str, text: str) -> str:
    """Return the reason, with a word for what a text is that is none of the known kinds."""
    named = name_of_text(text) if reason.startswith(_NOT_UNDERSTOOD) else None
    return reason if named is None else f"is {named}"


def _other_readings(text: str) -> Iterator[str]:
    """Yield what a text may have been before a word processor, a page, a string or an address had it."""
    if is_typographic(text):
        yield straightened(text)
    yield html.unescape(text)
    for mark in _MARKS:
        lines = [line for line in text.splitlines() if line.strip()]
        if all(mark.match(line) for line in lines):
            yield "\n".join(mark.sub("", line, count=1) for line in lines)
    if re.match(r'\s*\{\s*\\"', text):
        yield text.replace('\\"', '"')
    if re.match(r"\s*%7B", text, re.IGNORECASE):
        yield unquote_plus(text)


def _is_code(text: str) -> bool:
    """Return whether a text as a whole is a program, a command, a message or a document."""
    document = text.lstrip()[:1] in ("{", "[", '"') or is_message(text) or is_form(text)
    command = find_curl(text) is not None or find_command(text) is not None
    return document or command or is_powershell(text) or bool(PYTHON.search(text) or SCRIPT.search(text))


def _linked(text: str, *, unknown: bool) -> Imported | None:
    """Return the request of the one link of ours in a message, or None.

    Raises InvalidInput for links that cannot be told apart or read, where nothing better is known of the text.
    """
    tokens = [token for token in find_tokens(text) if "." in token]
    if len(tokens) == 1:
        try:
            return Imported(decode_token(tokens[0]), Kind.LINK)
        except InvalidInput:
            if unknown:
                raise
    elif tokens and unknown:
        raise InvalidInput("link", f"the text has {len(tokens)} different links. Paste one of them")
    return None


def _read(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    text = without_shell_mark(text)
    text = _COMMENTS_FIRST.sub(lambda comments: re.sub(r"[^\n]", " ", comments[0]), text, count=1)
    start = text.lstrip()
    if not start:
        raise wrong(text, 0, "is empty")
    if _KEY_ALONE.fullmatch(start.rstrip()):
        raise wrong(text, len(text) - len(start), "is a key, not a request. It was not kept: enter it under Connection")
    settings = parse_toml(text) if is_toml(text) else None
    if settings is not None:
        return read_document(without_keys(settings, findings), findings, Kind.TOML)
    if start[0] == "{" or (start[0] in '["' and find_curl(text) is None):
        return _object(text, findings)
    if is_message(text):
        return Kind.HTTP, read_message(text, findings)
    if is_form(text):
        return Kind.HTTP, read_text(text, findings)
    if find_curl(text) is not None and not PYTHON.search(text):
        return Kind.CURL, read_curl(text, findings)
    if find_command(text) is not None and not (PYTHON.search(text) or SCRIPT.search(text)):
        return Kind.COMMAND, read_command(text, findings)
    return _yaml_or_code(text, findings)


def _yaml_or_code(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    """Read code, or YAML, which an object's members without their braces and code with labels look like too."""
    if not is_yaml(text) or PYTHON.search(text):
        return read_code(text, findings)
    try:
        return read_document(without_keys(parse_yaml(text), findings), findings, Kind.YAML)
    except InvalidInput:
        found = read_members(text, findings)
        if found is not None:
            return found
        if not SCRIPT.search(text):
            raise
    return read_code(text, findings)


def _object(text: str, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    """Read JSON, or an object as code writes it: without quotes, with trailing commas, with Python's constants."""
    try:
        value = parse(quoted_variables(text), findings)
    except InvalidInput as problem:
        if problem.reason == TOO_DEEP:
            raise
        return _nearly_json(text, problem, findings)
    code = notebook_code(value)
    if code is not None:
        return _inner(code, findings, "the cells of a notebook")
    if isinstance(value, str):
        return _inner(value, findings, "a text in quotes")
    listed = place_of_keys(value) if isinstance(value, list) else None
    # A list of models may be fallbacks, or several requests.
    if listed not in (None, ("orq", "fallbacks")):
        return Kind.JSON, body_with(listed, value, findings)
    return read_document(without_keys(value, findings), findings)


def _nearly_json(text: str, problem: InvalidInput, findings: Findings) -> tuple[Kind, dict[str, Any]]:
    """Read JSON Lines, members without braces, YAML in braces, or an object as code has it; else raise the problem."""
    lines = parse_lines(text, findings)
    if lines is not None:
        return read_document(lines, findings)
    found = read_members(text, findings)
    if found is not None:
        return found
    if text.lstrip()[0] != "{":
        raise problem
    if _FLOW.search(text):
        return read_document(without_keys(parse_yaml(text), findings), findings, Kind.YAML)
    try:
        program = Program(typescript.parse("_=" + text.rstrip(" \t\n;,")))
        value = to_json(program.bound.get("_"), "", findings)
    except InvalidInput:
        raise problem from None
    if program.mistakes or not isinstance(value, dict):
        raise problem
    return read_document(without_keys(value, findings), findings, Kind.TYPESCRIPT)


def _inner(text: str, findings: Findings, what: str) -> tuple[Kind, dict[str, Any]]:
    """Read a text that JSON holds: one that was pasted as a JSON string, once, or the code of a notebook."""
    if text.lstrip()[:1] in ('"', ""):
        raise wrong("", 0, f"is {what} that holds no request")
    findings.secrets |= secrets_in(text)
    try:
        kind, body = _read(text, findings)
    except InvalidInput as problem:
        raise InvalidInput(problem.path, f"of {what} {problem.reason}") from None
    findings.add(Code.FOUND_IN, None, what)
    return kind, body
