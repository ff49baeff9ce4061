"""The request as a Python file over the vendor's client, ``orq_ai_sdk``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from orq_ui.api import ImageVariationRequest, fields_of
from orq_ui.snippets.client_defaults import additions_note, client_defaults
from orq_ui.snippets.compatibility import fit_body
from orq_ui.snippets.literals import PYTHON, python_text
from orq_ui.snippets.parsed_form import DEFAULT_TIMEOUT_S, LIVE_URL, ParsedForm
from orq_ui.snippets.pretty_printer import Code, with_prefix
from orq_ui.snippets.python_file import KEY, call, keywords, mapping, python_file
from orq_ui.wire import Wire

TITLE = "Create image variations with orq.ai's AI Router (pip install orq-ai-sdk)."
MISSING: frozenset[str] = frozenset()
"""Fields that version 4.17 of the client has no argument for, by their wire names."""
DEFAULTS = client_defaults(cache_ttl_s=3600)
"""What the client adds; its cache's time since version 4.17.0."""


def write(wire: Wire) -> str:
    """Write the file. The client drops keys that it does not know and adds defaults; comments name both."""
    form = ParsedForm.from_wire(wire)
    fitted = fit_body(form.body, MISSING)
    body = [
        *call("client = Orq", _settings(form)),
        *call(
            "result = client.router.images.variations.create",
            [*_image(form), *keywords(fitted.body), *_headers(form)],
            broken=True,
        ),
    ]
    notes = [*fitted.notes, *_encoding(form, fitted.body), *additions_note(fitted.body, DEFAULTS)]
    return python_file(TITLE, notes, "from orq_ai_sdk import Orq", body, form=form)


def _encoding(form: ParsedForm, body: Mapping[str, Any]) -> Iterator[str]:
    if form.image is None and not any(field.fields for field in fields_of(ImageVariationRequest) if field.name in body):
        yield "Not multipart, this client sends a URL-encoded form when there is neither a picture nor an object"


def _settings(form: ParsedForm) -> list[Code]:
    made: list[Code] = [f"api_key={KEY}"]
    if form.base_url != LIVE_URL:
        made.append(f"server_url={python_text(form.base_url)}")
    if form.wire.timeout_s != DEFAULT_TIMEOUT_S and isfinite(form.wire.timeout_s):
        made.append(f"timeout_ms={round(form.wire.timeout_s * 1000)}")
    return made


def _image(form: ParsedForm) -> list[Code]:
    if form.image is None:
        return []
    described = {"file_name": "IMAGE.name", "content": "IMAGE.read_bytes()"}
    if form.image.content_type:
        described["content_type"] = python_text(form.image.content_type)
    return [with_prefix("image=", mapping(described))]


def _headers(form: ParsedForm) -> list[Code]:
    return [with_prefix("http_headers=", PYTHON(form.own_headers))] if form.own_headers else []
