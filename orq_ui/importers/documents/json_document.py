"""A JSON document that a request is written down in: a body, whatever wraps it, an archive, a collection, a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from orq_ui.api import ImageVariationRequest, OrqOptions, fields_of
from orq_ui.api import Kind as FieldKind
from orq_ui.api.camel_case import to_camel_case
from orq_ui.errors import InvalidInput
from orq_ui.importers.documents.call_collections import insomnia_calls, postman_calls
from orq_ui.importers.documents.document_names import keys_of, name_of
from orq_ui.importers.documents.har import har_calls
from orq_ui.importers.documents.http_call import quoted_variables, read_call, without_variables
from orq_ui.importers.imported import Code, Findings, Kind
from orq_ui.importers.json_body import WRAPPERS
from orq_ui.importers.multipart_fields import Part, body_of
from orq_ui.importers.option_alone import REQUEST, body_with, place_of_keys
from orq_ui.importers.placeholders import PictureFile
from orq_ui.importers.positions import DEEPEST, at
from orq_ui.json_safety import nests_deeper

_WORDS = ("name", "user", "size", "n", "image", "timeout", "cache", "retry")
"""Fields whose names are ordinary words: one alone makes no request of an object somewhere in a document."""
_NESTED_KINDS = (FieldKind.OBJECT, FieldKind.OBJECTS, FieldKind.CODES)
_FIELDS = {spelled: name for name in ImageVariationRequest.model_fields for spelled in (name, to_camel_case(name))}
_NESTED = {field.name for field in fields_of(ImageVariationRequest) if field.kind in _NESTED_KINDS}
_OPTIONS = {spelled: name for name in OrqOptions.model_fields for spelled in (name, to_camel_case(name))}
_OWN = {spelled for spelled, name in _FIELDS.items() if name not in _WORDS}
_NAMES_ALONE = frozenset({"name", "user"})
_SHAPES: dict[str, type | tuple[type, ...]] = {
    "n": (int, float),
    "retry": dict,
    "timeout": dict,
    "cache": dict,
    "image": str,
    "size": str,
    "name": str,
    "user": str,
}
"""What the fields hold that are ordinary words; elsewhere the same names hold other things."""
_OF_REPLIES = re.compile(r"(?:^|[.\]])(?:response|reply|output|results?|error)(?:[.\[]|$)", re.IGNORECASE)
_LANGUAGES = {Kind.JSON: "JSON", Kind.YAML: "YAML", Kind.TOML: "TOML", Kind.TYPESCRIPT: "an object"}
_DEEPEST_ENCODING = 3
"""JSON in a text in JSON in a text."""
_MOST_PLACES = 5
"""Places that a refusal names."""


@dataclass(frozen=True)
class _Found:
    """An object with fields of the request; ``place`` is dotted, empty for the document itself."""

    place: str
    body: dict[str, Any]
    encoded: bool = False
    rows: tuple[Part, ...] = ()


def read_document(value: Any, findings: Findings, kind: Kind = Kind.JSON) -> tuple[Kind, dict[str, Any]]:
    """Return the one request that a document holds; raises InvalidInput with a word for what has none or several."""
    if isinstance(value, dict):
        made = _known_document(value, findings)
        if made is not None:
            return made
    named = name_of(value)
    if named is not None:
        raise InvalidInput(at(1, 1), f"is {named}")
    if isinstance(value, dict) and _is_body(value):
        return kind, _whole(value, findings)
    ambiguous: InvalidInput | None = None
    try:
        option = place_of_keys(value) if isinstance(value, dict) else None
    except InvalidInput as problem:
        option, ambiguous = None, problem
    if isinstance(value, dict) and option not in (None, REQUEST, ("orq",)):
        return kind, _whole(value, findings)
    found = _chosen(list(_distinct(_search(value)))) if isinstance(value, dict | list | str) else None
    if found is not None:
        return kind, _whole(_noted(found, value, findings), findings)
    if isinstance(value, dict) and _holds_only_options(value):
        return kind, _whole(value, findings)
    if not isinstance(value, dict):
        raise InvalidInput(at(1, 1), f"is {_LANGUAGES[kind]}, but a body is an object")
    raise ambiguous or InvalidInput(
        at(1, 1), f"is {_LANGUAGES[kind]} with none of this call's fields: {keys_of(value)}"
    )


def _chosen(found: list[_Found]) -> _Found | None:
    """Return the one request of several candidates, or None for none; raises InvalidInput where they differ."""
    sent = [one for one in found if not _OF_REPLIES.search(one.place)]
    for few in (found, sent, [one for one in sent if "model" in one.body]):
        if len(few) == 1:
            return few[0]
    if not found:
        return None
    places = ", ".join(one.place for one in found[:_MOST_PLACES]) + (", …" if len(found) > _MOST_PLACES else "")
    raise InvalidInput(at(1, 1), f"holds {len(found)} different requests: {places}. Paste one of them")


def _whole(body: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """Return the body, or one with the option where it belongs that an object without a field of a request is."""
    body = {
        name: _without_encoding(name, member, findings) for name, member in without_variables(body, findings).items()
    }
    if body.keys() == {"orq"} and isinstance(body["orq"], dict):
        # As it is without its name: the form's model and size are to stay.
        findings.parts.append("orq")
        return body
    path = place_of_keys(body)
    return body if path is None else body_with(path, body, findings)


def _without_encoding(name: str, member: Any, findings: Findings) -> Any:
    """Return the value of a field that was written as JSON in a text, as forms have it."""
    inner = _decoded(member) if isinstance(member, str) and _FIELDS.get(name) in _NESTED else None
    if inner is None:
        return member
    findings.add(Code.FOUND_IN, name, "as JSON within a text")
    return inner


def _known_document(value: dict[str, Any], findings: Findings) -> tuple[Kind, dict[str, Any]] | None:
    """Read a document of a known kind; None for any other. Raises InvalidInput for one without this call."""
    if "log" in value or "entries" in value or "request" in value:
        calls = har_calls(value)
        if calls is not None:
            return Kind.HAR, read_call(calls, "a HAR", findings)
    for kind, what, read in (
        (Kind.POSTMAN, "a Postman collection", postman_calls),
        (Kind.INSOMNIA, "an Insomnia export", insomnia_calls),
    ):
        calls = read(value)
        if calls is not None:
            return kind, read_call(calls, what, findings)
    if value.get("format") == "orq-ui run" and isinstance(value.get("run"), dict):
        return Kind.RUN, _of_run(value["run"], findings)
    if value.get("kind") == "orq-ui presets":
        return Kind.JSON, _of_presets(value, findings)
    if isinstance(value.get("parts"), list) and "received_at" in value:
        return Kind.RECORD, _of_record(value, findings)
    return None


def _of_run(run: dict[str, Any], findings: Findings) -> dict[str, Any]:
    sent = run.get("sent")
    parts = list(_parts(sent.get("parts") if isinstance(sent, dict) else None))
    request = run.get("request")
    if not isinstance(request, dict) and not parts:
        raise InvalidInput(at(1, 1), "is a run.json without its request")
    findings.add(Code.FOUND_IN, "run.request")
    return _with_picture(request, parts, findings)


def _of_record(record: dict[str, Any], findings: Findings) -> dict[str, Any]:
    parts, body = list(_parts(record["parts"])), record.get("body")
    if not isinstance(body, dict) and not parts:
        raise InvalidInput(at(1, 1), "is a record of the emulator whose request had no parts")
    return _with_picture(body, parts, findings)


def _with_picture(body: Any, parts: list[Part], findings: Findings) -> dict[str, Any]:
    """Return a recorded body with the name of its picture, which only the parts say; without a body, the parts'."""
    if not isinstance(body, dict):
        return body_of(parts, findings)
    picture = next((part.content for part in parts if part.name == "image"), None)
    rest = {name: value for name, value in body.items() if name != "image"}
    return rest if picture is None else {"image": picture, **rest}


def _parts(rows: Any) -> Iterator[Part]:
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("name"), str):
            filename, kind, text = (
                given if isinstance(given := row.get(name), str) else None
                for name in ("filename", "content_type", "text")
            )
            content = PictureFile(filename) if filename is not None and row["name"] == "image" else text or ""
            yield Part(row["name"], content, filename, kind)


def _of_presets(value: dict[str, Any], findings: Findings) -> dict[str, Any]:
    presets = value.get("presets")
    sets = [one for one in presets if isinstance(one, dict)] if isinstance(presets, list) else []
    if len(sets) != 1 or not isinstance(sets[0].get("options"), dict):
        raise InvalidInput(at(1, 1), f"is a file of {len(sets)} presets: load it under Presets, or paste one's options")
    findings.add(Code.FOUND_IN, "presets[0].options")
    return {"orq": sets[0]["options"]}


def _is_body(value: dict[str, Any], *, nested: bool = False) -> bool:
    """Return whether an object is a request, its values out of contract and its unknown keys included."""
    known = _FIELDS.keys() & value.keys()
    if _OWN & known:
        return True
    plausible = {name for name in known if _is_plausible(name, value[name])}
    if nested:
        return len(plausible - _NAMES_ALONE) >= 2
    return bool(known) and (known == value.keys() or len(plausible - _NAMES_ALONE) >= 2)


def _holds_only_options(value: dict[str, Any]) -> bool:
    """Return whether an object of few fields, all of them ordinary words, is a request for want of any other.

    So is one with options that are of ``orq`` alone, such as ``prompt``, whose texts elsewhere are something else.
    """
    known = {name for name in _FIELDS.keys() & value.keys() if _is_plausible(name, value[name])}
    of_orq = {name for name in _OPTIONS.keys() & value.keys() - _FIELDS.keys() if isinstance(value[name], dict | list)}
    return bool(known - _NAMES_ALONE | of_orq) and 2 * len(known | of_orq) >= len(value)


def _is_plausible(name: str, value: Any) -> bool:
    shape = _SHAPES.get(_FIELDS[name])
    return shape is None or (isinstance(value, shape) and not isinstance(value, bool))


def _search(value: Any, place: str = "", encoding: int = 0) -> Iterator[_Found]:
    """Yield the outermost objects that are requests, in the order of the document."""
    waiting: list[tuple[Any, Any, str]] = [(value, None, "")]
    while waiting:
        item, parent, step = waiting.pop()
        # Linked, since most of them are never written out.
        path = (parent, step) if step else parent
        if isinstance(item, str):
            inner = _decoded(item) if encoding < _DEEPEST_ENCODING else None
            if isinstance(inner, dict) and _is_body(inner) and name_of(inner) is None:
                yield _Found((place + _written(path)).removeprefix("."), inner, encoded=True)
            elif inner is not None:
                yield from _search(inner, place + _written(path), encoding + 1)
            continue
        if name_of(item) is not None:
            continue
        if isinstance(item, dict):
            wrapped = step.lstrip(".") in WRAPPERS and bool(_FIELDS.keys() & item.keys())
            if path is not None and (wrapped or _is_body(item, nested=True)):
                yield _Found((place + _written(path)).removeprefix("."), item, encoded=encoding > 0)
                continue
            members = [(member, path, f".{name}") for name, member in item.items()]
        else:
            rows = _rows(item)
            if rows:
                yield _Found((place + _written(path)).removeprefix("."), body_of(rows, Findings()), rows=rows)
                continue
            members = [(member, path, f"[{index}]") for index, member in enumerate(item)]
        waiting.extend(one for one in reversed(members) if isinstance(one[0], dict | list | str))


def _rows(items: list[Any]) -> tuple[Part, ...]:
    """Return the parts that a list of names and values is, as API clients keep a form; nothing for other lists."""
    parts = [
        Part(name, item["value"])
        for item in items
        if isinstance(item, dict) and isinstance(name := item.get("name", item.get("key")), str) and "value" in item
    ]
    return tuple(parts) if any(part.name == "model" and isinstance(part.content, str) for part in parts) else ()


def _written(path: Any) -> str:
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(step)
    return "".join(reversed(steps))


def _decoded(text: str) -> Any:
    """Return the object or list that a text is the JSON of, or None. n8n puts ``=`` before what has variables."""
    text = text.strip().removeprefix("=").lstrip()
    if text[:1] not in ("{", "[") or text[-1:] not in ("}", "]"):
        return None
    try:
        value = json.loads(quoted_variables(text))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) and not nests_deeper(value, DEEPEST) else None


def _distinct(found: Iterator[_Found]) -> Iterator[_Found]:
    seen: set[str] = set()
    for one in found:
        text = json.dumps(one.body, sort_keys=True, default=repr)
        if text not in seen:
            seen.add(text)
            yield one


def _noted(found: _Found, document: Any, findings: Findings) -> dict[str, Any]:
    findings.add(Code.FOUND_IN, found.place, "as JSON within a text" if found.encoded else "")
    for name in document if isinstance(document, dict) else ():
        if not re.match(re.escape(name) + r"(?:[.\[]|$)", found.place):
            findings.ignore(name, "is beside the body")
    return body_of(found.rows, findings) if found.rows else found.body
