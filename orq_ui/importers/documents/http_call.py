"""One HTTP call as an archive, a collection or a message holds it, and which of several is this project's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orq_ui.errors import InvalidInput
from orq_ui.importers.headers import VARIATIONS, read_named_header, read_url
from orq_ui.importers.imported import Code, Findings
from orq_ui.importers.multipart_fields import Part, body_of
from orq_ui.importers.placeholders import FromEnvironment, Unread, fill_gaps, gap, to_json
from orq_ui.importers.positions import LARGEST, at
from orq_ui.importers.raw_body import read_text

_VARIABLE = re.compile(r"\{\{\s{0,9}([^{}]{1,200}?)\s{0,9}\}\}")
_WHOLE_VARIABLE = re.compile(r"\$?\{\{\s{0,9}\$?([\w.-]{1,200})\s{0,9}\}\}|\$\{(\w{1,200})(?::?-[^{}]{0,200})?\}")
# Closed or not, so that each sign is read once.
_BARE_VARIABLE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|\$?\{\{\s{0,9}\$?[\w.-]{1,200}\s{0,9}\}\}|\$\{\w{1,200}\}')
_ONLY_A_VARIABLE = re.compile(r"\s*\$[\w.-]+/?\s*")
_WITHOUT_BODY = frozenset({"OPTIONS", "HEAD", "GET"})


@dataclass(frozen=True, kw_only=True)
class HttpCall:
    """A call with its body as parts or as one text; ``place`` says where in the document it is.

    ``sent_at`` is ISO 8601, or empty where the document does not say when.
    """

    place: str
    method: str = "POST"
    url: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    text: str = ""
    sent_at: str = ""

    @property
    def has_body(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.parts or self.text.strip())


def read_call(calls: Sequence[HttpCall], what: str, findings: Findings) -> dict[str, Any]:
    """Read the body of the newest call to images/variations; ``what`` names the document: ``a HAR``.

    Raises InvalidInput where there is no such call, or none with a body.
    """
    call = _chosen(calls, what, findings)
    for name, value in call.headers:
        read_named_header(name, fill_gaps(value), findings)
    read_url(fill_gaps(call.url), findings)
    if call.text and not fill_gaps(call.text).strip("… \n"):
        raise InvalidInput(at(1, 1), f"is {what} whose body is in a file: paste what is in that file instead")
    if not call.parts:
        return read_text(call.text, findings)
    return body_of(call.parts, findings)


def _chosen(calls: Sequence[HttpCall], what: str, findings: Findings) -> HttpCall:
    sending = [call for call in calls if call.method.upper() not in _WITHOUT_BODY]
    ours = [call for call in sending if VARIATIONS in call.url]
    if not ours:
        # An address that is a variable may be any.
        ours = [call for call in sending if _ONLY_A_VARIABLE.fullmatch(fill_gaps(call.url)) and call.has_body]
    if not ours:
        raise InvalidInput(at(1, 1), f"is {what} without a call to images/variations")
    whole = [call for call in ours if call.has_body]
    if not whole:
        raise InvalidInput(
            at(1, 1),
            f"is {what} whose call to images/variations has no body in it: browsers leave out a body with a file. "
            "Copy the call as cURL, or paste the form's fields",
        )
    call = max(enumerate(whole), key=lambda item: (_moment(item[1].sent_at), item[0]))[1]
    if any(other.sent_at for other in whole):
        chosen = f"the newest of {len(whole)} calls to images/variations"
    else:
        call, chosen = whole[0], f"the first of {len(whole)} calls to images/variations"
    if call.place:
        findings.add(Code.FOUND_IN, call.place, chosen if len(whole) > 1 else "")
    return call


def _moment(written: str) -> float:
    try:
        return datetime.fromisoformat(written).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def filled(text: str, variables: Mapping[str, str]) -> str:
    """Return a template with its ``{{variables}}``: a gap for each that the document does not define."""
    made = 0

    def value(found: re.Match[str]) -> str:
        nonlocal made
        known = variables.get(found[1])
        if known is not None:
            made += len(known)
            if made > LARGEST:
                raise InvalidInput(at(1, 1), "has variables that make a text that is too long")
            return known
        name = re.fullmatch(r"(?:\$?(?:processEnv|dotenv|process\.env\.|env\.|_\.)\s*)?%?([\w.-]+)", found[1])
        return gap(FromEnvironment(name[1]) if name else Unread("is known to the program alone that sends it"))

    return _VARIABLE.sub(value, text)


def without_variables(value: Any, findings: Findings) -> Any:
    """Return a JSON value without the texts that are variables as a whole, such as ``{{model}}`` or ``${USER}``."""
    return to_json(_with_gaps(value), "", findings)


def quoted_variables(text: str) -> str:
    """Return JSON with a text for each variable that stands where a value belongs: ``{"n": {{n}}}``."""
    return _BARE_VARIABLE.sub(lambda found: f'"{found[0]}"' if found[0][0] != '"' else found[0], text)


def _with_gaps(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_gaps(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_with_gaps(item) for item in value]
    found = _WHOLE_VARIABLE.fullmatch(value) if isinstance(value, str) else None
    return value if found is None else FromEnvironment(found[1] or found[2])
