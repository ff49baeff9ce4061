"""What a JSON document without a request is, by the keys that its kind has: the word for it in a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Document = Mapping[str, Any]

MOST_SHOWN = 5
"""Keys that a refusal names."""
_LONGEST_SHOWN = 30


def name_of(value: Any) -> str | None:
    """Return what a JSON value is, where it is no request for sure: ``a reply of the router …``."""
    if isinstance(value, list):
        return _of_rows(value)
    return next((name for name, fits in _NAMES.items() if fits(value)), None) if isinstance(value, dict) else None


def name_of_text(text: str) -> str | None:
    """Return what a text is that no reader knows, by how it begins."""
    start = text.lstrip()[:2_000]
    return next((name for name, begins in _TEXTS.items() if begins.match(start)), None)


def keys_of(value: Document) -> str:
    """Return some keys of an object in words, for want of a name."""
    names = [name if len(name) <= _LONGEST_SHOWN else name[:_LONGEST_SHOWN] + "…" for name in list(value)[:MOST_SHOWN]]
    more = f" and {len(value) - MOST_SHOWN:,} more" if len(value) > MOST_SHOWN else ""
    return f"key{'' if len(value) == 1 else 's'} {', '.join(names)}{more}" if names else "it is empty"


def _of_rows(rows: list[Any]) -> str | None:
    first = rows[0] if rows else None
    if not isinstance(first, dict):
        return None
    if "role" in first and "content" in first:
        return "a list of chat messages: this call has none"
    if isinstance(first.get("id"), str) and {"created", "object", "owned_by", "description"} & first.keys():
        return _CATALOGUE
    return None


def _rows(value: Document, name: str) -> list[Document]:
    rows = value.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _has(*names: str) -> Callable[[Document], bool]:
    return lambda value: all(name in value for name in names)


def _is_reply(value: Document) -> bool:
    data = value.get("data")
    pictures = any({"url", "b64_json"} & row.keys() for row in _rows(value, "data"))
    return "model" not in value and (pictures or (isinstance(data, list) and "created" in value and "id" not in value))


def _is_error(value: Document) -> bool:
    error = value.get("error")
    if "model" in value:
        return False
    if isinstance(error, dict | str) and not {"log", "request", "body"} & value.keys():
        return True
    detail = value.get("detail")
    validation = any("msg" in row for row in _rows(value, "detail"))
    coded = isinstance(value.get("message"), str) and bool({"code", "status", "statusCode", "type"} & value.keys())
    return validation or (isinstance(detail, str) and len(value) <= 5) or coded


def _is_catalogue(value: Document) -> bool:
    rows = _rows(value, "data") or _rows(value, "models")
    named = [row for row in rows if isinstance(row.get("id"), str)]
    return bool(named) and "model" not in value and not any("weight" in row for row in named)


def _is_emulator_list(value: Document) -> bool:
    rows = [value, *_rows(value, "data")]
    return any({"received_at", "state"} <= row.keys() and not isinstance(row.get("parts"), list) for row in rows) and (
        not isinstance(value.get("attempts"), list)
    )


def _is_scenario(value: Document) -> bool:
    behaviours = value.get("models")
    several = list(behaviours.values()) if isinstance(behaviours, dict) else []
    several.append(value.get("default"))
    known = {"latency_ms", "jitter_ms", "script", "faults", "payload", "retry_after_s", "known"}
    return "model" not in value and any(isinstance(one, dict) and known & one.keys() for one in several)


def _is_chat(value: Document) -> bool:
    return any("role" in row for row in _rows(value, "messages"))


def _is_package(value: Document) -> bool:
    names = {"dependencies", "devDependencies", "scripts", "main", "exports", "private", "engines"}
    return isinstance(value.get("name"), str) and bool(names & value.keys()) and "model" not in value


def _is_deployment(value: Document) -> bool:
    config = {"inputs", "context", "prefix_messages", "file_ids", "invoke_options", "prompt_config"}
    named = isinstance(value.get("key"), str) and bool(config & value.keys())
    return "model" not in value and (named or "deployment" in value or "prompt_config" in value)


_TEXTS: Mapping[str, re.Pattern[str]] = {
    "an HTTP response: a request is needed": re.compile(r"HTTP/[\d.]{1,9}\s+\d{3}\b"),
    "a Bruno file, which is not read: copy the call as cURL": re.compile(r"meta\s*\{\s*name:|post\s*\{\s*url:"),
    "XML or HTML without a call in it": re.compile(r"<(?:\?xml|!doctype|[a-z][\w:-]*[\s>/])", re.IGNORECASE),
    "a list of variables (.env), not a request": re.compile(
        r"(?:(?:export\s+)?[A-Z][A-Z0-9_]*=[^\n]*(?:\n|$)){1,200}$"
    ),
    "a picture as a data: URL: choose it under Picture": re.compile(r"data:image/"),
    "an address only: no field of a request is in it": re.compile(r"https?://\S+\s*$"),
    "a single value: choose it in the form, or paste the object that it is in": re.compile(
        r"[\"']?[\w./:@-]{1,100}[\"']?[;,]?\s*$"
    ),
    "a type of the vendor's clients without an example: there is no value in it": re.compile(
        r"(?:(?:import|from)\b[^\n]*\n\s*)*(?:(?://|#) No examples? available|[\w.: ]+=\s*/\* values here \*/)"
    ),
}
_CATALOGUE = "a list of models, a model catalogue: choose one of them in the form"
_NAMES: Mapping[str, Callable[[Document], bool]] = {
    "an OpenAPI document": lambda value: bool({"openapi", "swagger"} & value.keys()) and "model" not in value,
    "a JSON Schema": lambda value: "$schema" in value and "properties" in value,
    "a configuration of LiteLLM: its models and settings are another proxy's": lambda value: any(
        "litellm_params" in row for row in _rows(value, "model_list")
    ),
    "a package.json": _is_package,
    "a tsconfig.json": _has("compilerOptions"),
    "a chat completion request (messages): this call has a picture instead": _is_chat,
    "a chat completion, an answer of a model": lambda value: bool(_rows(value, "choices")),
    "a list of embeddings": lambda value: any("embedding" in row for row in _rows(value, "data")),
    "a reply of the router (data, created): a request is needed": _is_reply,
    "a list of the emulator's, without the requests: /_emulator/requests/ID holds one": _is_emulator_list,
    "a model catalogue: choose a model in the form": _is_catalogue,
    "a scenario of the emulator: paste it on the Emulator page": _is_scenario,
    "a ledger of the emulator, which does not hold the request: its record, under /_emulator/requests, does": _has(
        "attempts", "verdict"
    ),
    "an error reply: a request is needed": _is_error,
    "a configuration of an orq deployment": _is_deployment,
    "a set of keys (JWK), not a request": lambda value: (
        "kty" in value or any("kty" in row for row in _rows(value, "keys"))
    ),
    "a Bruno or OpenCollection file without a call": _has("opencollection"),
    "a Postman environment: paste the collection": _has("_postman_variable_scope"),
}
