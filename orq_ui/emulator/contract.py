"""The emulator's own copy of the contract, and the check of a body against it.

The JSON Schema beside this module is written from the API's description on purpose apart from our request models: a
client and a fake that share a typo agree with each other. Keys that it does not name are allowed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from orq_ui.emulator.api_error import bad_request

Schema = dict[str, Any]
_SCHEMA: Schema = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


def _resolve(schema: Any) -> Any:
    """Return a schema with each reference replaced by its definition, so that a place is found by its names alone."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _resolve(_SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
        return {name: _resolve(member) for name, member in schema.items()}
    return schema


REQUEST: Schema = _resolve(_SCHEMA)
_FORMATS = FormatChecker(formats=())
_VALIDATOR = Draft202012Validator(REQUEST, format_checker=_FORMATS)


@_FORMATS.checks("email")
def is_mailbox(value: object) -> bool:
    """Return whether a text is a mailbox of RFC 5321, without the quoted names that nobody uses.

    The library's own check is content with an ``@``.
    """
    if not isinstance(value, str):
        return True  # what the type's own check is for
    local, _, domain = value.rpartition("@")
    return bool(local) and not re.search(r"[\s@]", local + domain) and all(domain.split("."))


def check_body(body: dict[str, object]) -> None:
    """Raise a 400 for the first thing, in the contract's order, that it does not allow."""
    # Only the first: a hostile body can hold more mistakes than there is time to list.
    error = next(_VALIDATOR.iter_errors(body), None)
    if error is not None:
        raise bad_request(f"Invalid value: {error.message}", dotted(_steps(error)))


def unnamed_keys(value: object, schema: Schema = REQUEST, path: tuple[str | int, ...] = ()) -> Iterator[str]:
    """Yield the dotted path of each key, at any level, that the contract does not name; what is in it is not named."""
    if isinstance(value, dict) and "properties" in schema:
        for name, member in value.items():
            if name in schema["properties"]:
                yield from unnamed_keys(member, schema["properties"][name], (*path, name))
            else:
                yield dotted((*path, name))
    elif isinstance(value, list) and "items" in schema:
        for row, item in enumerate(value):
            yield from unnamed_keys(item, schema["items"], (*path, row))


def dotted(steps: Iterable[str | int]) -> str:
    """Return the steps as one path: ``["orq", "fallbacks", 0, "model"]`` -> ``orq.fallbacks[0].model``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def _steps(error: ValidationError) -> list[str | int]:
    steps = list(error.absolute_path)
    if error.validator == "required" and isinstance(error.schema, dict) and isinstance(error.instance, dict):
        steps += [name for name in error.schema["required"] if name not in error.instance][:1]
    return steps
