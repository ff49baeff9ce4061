"""The emulator's own copy of the contract, and the check of a body against it.

Written from the API's description on purpose apart from our request models: a client and a fake that share
a typo agree with each other. Keys that it does not name are allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from orq_ui.emulator.api_error import bad_request

Schema = dict[str, Any]
LONGEST_LIST = 500
"""Ours, not the description's: every entry of a list costs time and, as a fallback, rows of the ledger."""


def _object(properties: dict[str, Schema], *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def _list(items: Schema, **bounds: object) -> Schema:
    # The bounds stand before the items, so that a list of a hundred thousand is refused without looking into it.
    return {"type": "array", "maxItems": LONGEST_LIST, **bounds, "items": items}


def _number(low: float, high: float | None = None, **more: object) -> Schema:
    return {"type": "number", "minimum": low, **({} if high is None else {"maximum": high}), **more}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


_STRING: Schema = {"type": "string"}
# Half a surrogate pair, which JSON can hold, cannot be written into a picture.
_MODEL: Schema = {"type": "string", "pattern": r"^[^\ud800-\udfff]*$"}
_PERSON = _object(
    {
        "id": _STRING,
        "display_name": _STRING,
        "email": {"type": "string", "format": "email"},
        "metadata": _list({"type": "object"}),
        "logo_url": _STRING,
        "tags": _list(_STRING),
    },
    "id",
)
_WEIGHTED = _object({"model": _MODEL, "weight": _number(0.001, 1)}, "model")
_ROUTER: dict[str, Schema] = {
    "name": _STRING,
    "retry": _object({"count": _number(1, 5), "on_codes": _list(_number(100, 599), minItems=1)}),
    "fallbacks": _list(_object({"model": _MODEL}, "model")),
    "fallback_on_codes": _list({"type": "integer", "minimum": 400, "maximum": 599}, maxItems=20, uniqueItems=True),
    "cache": _object({"type": _one_of("exact_match"), "ttl": _number(1, 259_200)}, "type"),
    "load_balancer": _object({"type": _one_of("weight_based"), "models": _list(_WEIGHTED)}, "type", "models"),
    "timeout": _object({"call_timeout": _number(1)}, "call_timeout"),
}
_PROMPT = _object({"id": _STRING, "version": _one_of("latest")}, "id", "version")
REQUEST: Schema = _object(
    {
        "model": _MODEL,
        # Half a picture cannot be drawn, so whole numbers, though the description only says number.
        "n": {"type": ["number", "null"], "minimum": 1, "maximum": 10, "multipleOf": 1},
        "response_format": _one_of("url", "b64_json"),
        "size": _one_of("256x256", "512x512", "1024x1024"),
        "user": _STRING,
        **_ROUTER,
        "orq": _object({**_ROUTER, "prompt": _PROMPT, "identity": _PERSON, "contact": _PERSON}),
    },
    "model",
)
_VALIDATOR = Draft202012Validator(REQUEST, format_checker=FormatChecker(["email"]))


def check_body(body: dict[str, object]) -> None:
    """Raise a 400 for the first thing, in the contract's order, that it does not allow."""
    # Only the first: a hostile body can hold more mistakes than there is time to list.
    error = next(_VALIDATOR.iter_errors(body), None)
    if error is not None:
        raise bad_request(f"Invalid value: {error.message}", dotted(_steps(error)))


def dotted(steps: Iterable[str | int]) -> str:
    """Return the steps as one path: ``["orq", "fallbacks", 0, "model"]`` -> ``orq.fallbacks[0].model``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _steps(error: ValidationError) -> list[str | int]:
    steps = list(error.absolute_path)
    if error.validator == "required" and isinstance(error.schema, dict) and isinstance(error.instance, dict):
        steps += [name for name in error.schema["required"] if name not in error.instance][:1]
    return steps
