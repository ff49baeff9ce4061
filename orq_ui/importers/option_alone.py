"""A request, an ``orq`` object or one option alone: told apart by the name of its type, else by its keys.

The vendor's clients name a type for each object of the request: ``CreateImageVariationRetry`` at top level,
``CreateImageVariationRouterImagesVariationsRetry`` within ``orq``, some with a number at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from orq_ui.api import Field, ImageVariationRequest, Kind, OrqOptions, fields_of
from orq_ui.api.camel_case import to_camel_case
from orq_ui.api.introspection import dotted
from orq_ui.importers.imported import Findings
from orq_ui.importers.positions import wrong

Path = tuple[str, ...]
ITEM = "[]"
"""The step of a path from a list to one of its items."""
REQUEST: Path = ()

_OURS = re.compile(r"\bCreateImageVariation(\w*)|\bPublic(Identity|Contact)(?:TypedDict)?\b|\b(Size)\b")
_WITHIN_ORQ = "RouterImagesVariations"
_ENDING = re.compile(r"(?:TypedDict|Input|Param|Open|\$?Outbound|[0-9])+$")
_TYPES: Mapping[str, Path] = {
    "": REQUEST,
    "Request": REQUEST,
    "RequestBody": REQUEST,
    "Orq": ("orq",),
    "Retry": ("retry",),
    "Fallbacks": ("fallbacks", ITEM),
    "Cache": ("cache",),
    "Timeout": ("timeout",),
    "LoadBalancer": ("load_balancer",),
    "LoadBalancerModels": ("load_balancer", "models", ITEM),
    "Prompt": ("orq", "prompt"),
    "Identity": ("orq", "identity"),
    "Contact": ("orq", "contact"),
    "Image": ("image",),
    "ResponseFormat": ("response_format",),
    "Size": ("size",),
    "Type": ("cache", "type"),
    "LoadBalancerType": ("load_balancer", "type"),
    "Version": ("orq", "prompt", "version"),
}
_OF_THE_ANSWER = ("Response", "ResponseBody", "Data", "Usage", "InputTokensDetails")

_OPTIONS = fields_of(OrqOptions)
_OPTION_NAMES = {field.name for field in _OPTIONS}
_REQUEST_NAMES = {field.name for field in fields_of(ImageVariationRequest)} - _OPTION_NAMES
FIELD_NAMES = {spelled for name in _REQUEST_NAMES | _OPTION_NAMES for spelled in (name, to_camel_case(name))}
"""Names of the request and of ``orq``, as either client spells them."""
_WIRE_NAMES = {to_camel_case(member.name): member.name for top in _OPTIONS for member in top.walk()} | {
    to_camel_case(name): name for name in _REQUEST_NAMES
}


def place_of_type(written: str) -> Path | None:
    """Return where a value of a type belongs, or None for a type that is not one of the vendor's for this call.

    Raises InvalidInput for a type of the answer. ``written`` is an annotation, such as ``Array<operations.…>``.
    """
    found = _OURS.search(written)
    if found is None:
        return None
    inner = found[1] or found[2] or found[3] or ""
    within = _WITHIN_ORQ in inner
    inner = _ENDING.sub("", inner.replace(_WITHIN_ORQ, ""))
    if inner in _OF_THE_ANSWER:
        raise wrong("", 0, f"is a value of type {found[0]}, which describes an answer: there is no request in it")
    path = _TYPES.get(inner)
    if path is None:
        return None
    # A member's type is written CreateImageVariationRequestBody["retry"].
    members = [_wire(name) for name in re.findall(r"\[[\"'](\w{1,40})[\"']\]", written[found.end() :])]
    path = (*path, *members)
    return ("orq", *path) if path and within and path[0] != "orq" else path


def place_of_keys(value: Any, name: str = "") -> Path | None:
    """Return where a value belongs by its keys, and where several fit by the name that it is given to; or None.

    An option that can be in both places is taken as one of ``orq``. Raises InvalidInput where several fit.
    """
    name = _wire(name)
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        keys = {_wire(key) for item in value for key in item}
        items = {("model",): ("orq", "fallbacks"), ("model", "weight"): ("orq", "load_balancer", "models")}
        return items.get(tuple(sorted(keys)))
    if isinstance(value, list):
        lists = _lists_of(value)
        named = [path for path in lists if path[-1] == name]
        return named[0] if named else _only(lists, "this list")
    if not isinstance(value, dict) or not value:
        return None
    keys = {_wire(key) for key in value}
    if keys == {"model", "weight"}:
        return ("orq", "load_balancer", "models", ITEM)
    if keys & _REQUEST_NAMES:
        return REQUEST
    if keys & _OPTION_NAMES - {"name"} or (name == "orq" and keys & _OPTION_NAMES):
        return ("orq",)
    fitting = [field for field in _OPTIONS if field.kind is Kind.OBJECT and _fits(value, keys, field)]
    if name in (field.name for field in fitting):
        return ("orq", name)
    if len(fitting) > 1 and len(keys) > 1:
        fitting = [field for field in fitting if not field.deprecated]
    return _only([("orq", field.name) for field in fitting], "the key " + ", ".join(sorted(map(str, value))))


def _fits(value: Mapping[str, Any], keys: set[str], field: Field) -> bool:
    members = {member.name: member for member in field.fields}
    constants = [member for member in field.fields if member.kind is Kind.CONSTANT and member.name in value]
    return keys <= members.keys() and all(value[member.name] in member.choices for member in constants)


def _lists_of(value: list[Any]) -> list[Path]:
    codes = bool(value) and all(isinstance(item, int) and 100 <= item < 600 for item in value)
    return [("orq", "retry", "on_codes"), ("orq", "fallback_on_codes")] if codes else []


def _only(paths: list[Path], what: str) -> Path | None:
    if len(paths) > 1:
        several = " or ".join(map(dotted, paths))
        raise wrong("", 0, f"may be {several}: {what} fits each. Put it under its name, as in {{{paths[0][-1]}: …}}")
    return next(iter(paths), None)


def _wire(name: Any) -> str:
    return _WIRE_NAMES.get(str(name), str(name))


def body_with(path: Path, value: Any, findings: Findings, type_name: str = "") -> dict[str, Any]:
    """Return a body that holds a value where it belongs, and note which option it is unless it is a whole request.

    Raises InvalidInput for what is no request, no ``orq`` object and no whole option.
    """
    what = f"of type {type_name}" if type_name else "alone"
    steps = [step for step in path if step != ITEM]
    kind = _kind_at(steps)
    if kind not in (None, Kind.OBJECT, Kind.OBJECTS, Kind.CODES):
        raise wrong("", 0, f"is a value {what}: it belongs in the field {dotted(steps)}, and is no request by itself")
    if not isinstance(value, dict | list):
        raise wrong("", 0, f"is a value {what}, but no object that can be read")
    if ITEM in path and isinstance(value, dict):
        value = [value]
    if not path:
        if isinstance(value, dict):
            return value
        raise wrong("", 0, f"is a list {what}, but a request is an object")
    # The members of an object that are the same in every request are added, so that it is whole.
    holders = steps[:2] if steps[0] == "orq" else steps[:1]
    for step in reversed(steps[len(holders) :]):
        value = {step: value} | ({"type": "weight_based"} if step == "models" else {})
    findings.parts.append(dotted(holders))
    for step in reversed(holders):
        value = {step: value}
    body: dict[str, Any] = value
    return body


def _kind_at(steps: list[str]) -> Kind | None:
    return next((field.kind for field in _every_field() if list(field.path) == steps), None)


def _every_field() -> Iterator[Field]:
    for top in fields_of(ImageVariationRequest):
        yield from top.walk()
